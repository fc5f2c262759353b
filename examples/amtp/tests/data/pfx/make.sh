#!/bin/bash
# Makes the PKCS#12 files of this folder afresh, and certificates.txt, the list that OpenSSL reads
# out of them: FILE <tab> PASSWORD <tab> KEYS <tab> SHA-256 of every certificate, in file order.
#
# Needs OpenSSL 3 with its legacy provider, keytool and java (JDK 17), pk12util and certutil
# (Debian: libnss3-tools) and Bouncy Castle (Debian: libbcprov-java). Every key is thrown away.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")"
here=$PWD
bouncy=/usr/share/java/bcprov.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f ./*.pfx certificates.txt

# The certificates: a chain of three, and one that belongs to nothing.
issue() { # NAME ISSUER EXTENSION
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$work/$1.key" \
        -subj "/CN=$1" -out "$work/$1.csr" 2>/dev/null
    openssl x509 -req -in "$work/$1.csr" -days 3650 -extfile <(echo "$3") -out "$work/$1.pem" \
        $([ "$1" = "$2" ] && echo -key "$work/$1.key" ||
            echo -CA "$work/$2.pem" -CAkey "$work/$2.key") 2>/dev/null
}
issue root root basicConstraints=critical,CA:TRUE
issue intermediate root basicConstraints=critical,CA:TRUE
issue amt.example.com intermediate extendedKeyUsage=serverAuth,2.16.840.1.113741.1.2.3
issue unrelated unrelated basicConstraints=critical,CA:TRUE
leaf=(-in "$work/amt.example.com.pem" -inkey "$work/amt.example.com.key")
cat "$work"/{intermediate,root,unrelated}.pem > "$work/others.pem"
openssl x509 -in "$work/unrelated.pem" -outform DER -out "$work/unrelated.der"

# Adds a row to certificates.txt: what OpenSSL finds in FILE with PASSWORD.
list() { # FILE PASSWORD
    local read=(openssl pkcs12 -in "$1" -passin "pass:$2" -legacy)
    local keys prints
    keys=$("${read[@]}" -nocerts -noenc | grep -c BEGIN.*KEY || true)
    prints=$("${read[@]}" -nokeys | awk -v dir="$work" '
        /BEGIN CERTIFICATE/ { out = sprintf("%s/read-%02d.pem", dir, ++n) }
        out { print > out }
        /END CERTIFICATE/ { close(out); out = "" }'
        for pem in "$work"/read-*.pem; do
            if [ -e "$pem" ]; then
                openssl x509 -in "$pem" -noout -fingerprint -sha256 | cut -d= -f2
            fi
        done)
    rm -f "$work"/read-*.pem
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$keys" "$(echo $prints)" >> certificates.txt
}

# Made by OpenSSL.
export_pfx() { # FILE PASSWORD OPTION...
    local file=$1 password=$2
    shift 2
    openssl pkcs12 -export -legacy -out "$file" -passout "pass:$password" "$@"
}
whole=("${leaf[@]}" -certfile "$work/others.pem")
modern=(-keypbe AES-256-CBC -certpbe AES-256-CBC -macalg SHA256) # the default of OpenSSL 3
openssl_pfx() { export_pfx "$@"; list "$1" "$2"; }

openssl_pfx aes256-sha256.pfx secret "${whole[@]}" "${modern[@]}" -name provisioning
openssl_pfx aes192-sha384.pfx secret "${leaf[@]}" -certpbe AES-192-CBC -macalg SHA384
openssl_pfx aes192-sha512.pfx secret "${leaf[@]}" -certpbe AES-192-CBC -macalg SHA512
openssl_pfx aes128-sha1.pfx secret "${leaf[@]}" -certpbe AES-128-CBC -macalg SHA1
openssl_pfx pbes2-3des.pfx secret "${leaf[@]}" -certpbe DES-EDE3-CBC
openssl_pfx legacy-rc2-40.pfx secret "${whole[@]}" # what -legacy stands for: 3DES for the key
openssl_pfx legacy-rc2-128.pfx secret "${leaf[@]}" -certpbe PBE-SHA1-RC2-128
openssl_pfx legacy-3des.pfx secret "${whole[@]}" -descert # also the older of Windows' two modes
openssl_pfx legacy-2des.pfx secret "${leaf[@]}" -certpbe PBE-SHA1-2DES
openssl_pfx no-mac.pfx secret "${whole[@]}" -nomac "${modern[@]}" # -nomac resets what is left of it
openssl_pfx no-mac-legacy.pfx secret "${leaf[@]}" -nomac -certpbe PBE-SHA1-RC2-40
openssl_pfx plain-certificates.pfx secret "${whole[@]}" -certpbe NONE
openssl_pfx plain-all.pfx secret "${leaf[@]}" -certpbe NONE -keypbe NONE
openssl_pfx plain-all-no-mac.pfx secret "${leaf[@]}" -certpbe NONE -keypbe NONE -nomac
openssl_pfx empty-password.pfx '' "${leaf[@]}" "${modern[@]}"
openssl_pfx empty-password-legacy.pfx '' "${leaf[@]}"
openssl_pfx empty-password-no-mac.pfx '' "${leaf[@]}" -nomac -certpbe PBE-SHA1-3DES
openssl_pfx umlaut.pfx Schlüssel "${leaf[@]}" "${modern[@]}"
openssl_pfx umlaut-legacy.pfx 'Schlüssel 🔑' "${leaf[@]}" # the key takes two UTF-16 units
openssl_pfx certificates-only.pfx secret -nokeys -in "$work/others.pem" "${modern[@]}"
openssl_pfx key-only.pfx secret -nocerts -inkey "$work/amt.example.com.key" \
    -in "$work/amt.example.com.key" "${modern[@]}"
openssl_pfx one-round.pfx secret "${leaf[@]}" "${modern[@]}" -noiter -nomaciter
openssl_pfx one-round-no-mac.pfx secret "${leaf[@]}" -noiter -nomac "${modern[@]}"

# The same file as text.
openssl base64 -in aes256-sha256.pfx -out base64.pfx
{ echo '-----BEGIN PKCS12-----'; cat base64.pfx; echo '-----END PKCS12-----'; } > pem.pfx
for text in base64.pfx pem.pfx; do
    sed -n "s/^aes256-sha256.pfx/$text/p" certificates.txt > "$work/row"
    cat "$work/row" >> certificates.txt
done

# Made by OpenSSL, to be refused.
export_pfx refused-rc4.pfx secret "${leaf[@]}" -certpbe PBE-SHA1-RC4-128
export_pfx refused-iterations.pfx secret "${leaf[@]}" -iter 5000001 -nomac -certpbe AES-256-CBC
export_pfx refused-mac-iterations.pfx secret "${leaf[@]}" -certpbe NONE -keypbe NONE -iter 5000001

# Made by Java: a key with its chain and a trusted certificate; every PRF that OpenSSL's tool cannot
# choose.
java_pfx() { # FILE CERTIFICATE-ALGORITHM MAC-ALGORITHM
    local algorithms=("-J-Dkeystore.pkcs12.certProtectionAlgorithm=$2"
        "-J-Dkeystore.pkcs12.macAlgorithm=$3")
    keytool "${algorithms[@]}" -importkeystore -srckeystore aes256-sha256.pfx \
        -srcstorepass secret -destkeystore "$1" -deststoretype PKCS12 -deststorepass secret 2>&-
    keytool "${algorithms[@]}" -importcert -noprompt -alias unrelated -keystore "$1" \
        -storepass secret -file "$work/unrelated.der" 2>&-
    list "$1" secret
}
java_pfx java.pfx PBEWithHmacSHA256AndAES_256 HmacPBESHA256 # the default of JDK 17
java_pfx java-prf-sha1.pfx PBEWithHmacSHA1AndAES_128 HmacPBESHA1
java_pfx java-prf-sha384.pfx PBEWithHmacSHA384AndAES_256 HmacPBESHA384
java_pfx java-prf-sha512.pfx PBEWithHmacSHA512AndAES_256 HmacPBESHA512

# Made by NSS (Firefox, Thunderbird): BER with indefinite lengths and strings in pieces. SHA-1 and
# RC2 were its defaults for long; of what it offers they are the quickest to open in a debug build,
# with the 600000 iterations that it always asks for.
certutil -N -d "sql:$work" --empty-password
pk12util -i aes256-sha256.pfx -d "sql:$work" -W secret > /dev/null
pk12util -o nss.pfx -n provisioning -d "sql:$work" -W Schlüssel -M SHA-1 \
    -C "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC" > /dev/null
list nss.pfx Schlüssel

# Made by Bouncy Castle: BER as well; its empty password is the absent one (no terminating zero).
cat > "$work/Bouncy.java" <<'JAVA'
import java.io.*;
import java.security.KeyStore;

class Bouncy {
    public static void main(String[] a) throws Exception {
        java.security.Security.addProvider(
            new org.bouncycastle.jce.provider.BouncyCastleProvider());
        KeyStore from = KeyStore.getInstance("PKCS12", "SunJSSE");
        from.load(new FileInputStream(a[0]), "secret".toCharArray());
        KeyStore to = KeyStore.getInstance(a[1], "BC");
        to.load(null, null);
        to.setKeyEntry("provisioning", from.getKey("provisioning", "secret".toCharArray()), null,
            from.getCertificateChain("provisioning"));
        to.setCertificateEntry("unrelated", java.security.cert.CertificateFactory
            .getInstance("X.509").generateCertificate(new FileInputStream(a[4])));
        to.store(new FileOutputStream(a[2]), a[3].toCharArray());
    }
}
JAVA
bouncy_pfx() { # STORE-TYPE FILE PASSWORD
    java -cp "$bouncy" "$work/Bouncy.java" aes256-sha256.pfx "$1" "$2" "$3" "$work/unrelated.der"
    list "$2" "$3"
}
bouncy_pfx PKCS12-3DES-40RC2 bouncy.pfx Schlüssel
bouncy_pfx PKCS12-3DES-3DES bouncy-absent-password.pfx ''
