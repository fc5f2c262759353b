#!/bin/bash
# Makes the samples of this folder afresh, with OpenSSL 3 and Python 3.
#
#   provisioning-chain.pem   leaf, intermediate and root: what a CA should deliver
#   provisioning-chain.p7b   the same as PKCS#7
#   provisioning.p12         the same with the leaf's key; password in provisioning-password.txt
#   provisioning-key.pub     the leaf's public key
#   without-oid.pem          the same names and issuers, but the leaf lacks the AMT OID
#   many-faults.pem          a leaf with nearly every fault that a leaf can have, and no root
#   root-hashes.txt          the root hashes of a device that holds the root's
#   hello.bin                a Hello message of that device, 00112233-4455-6677-8899-aabbccddeeff
#
# The names are of example.com (RFC 2606). The dates are fixed and far apart, so that the samples
# stay valid. Every key is thrown away but the one in provisioning.p12, which protects nothing.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quiet() { "$@" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }; }

cat > "$work/ca.cnf" <<'END'
[ca]
default_ca = here
[here]
database = $ENV::work/index.txt
new_certs_dir = $ENV::work
serial = $ENV::work/serial
unique_subject = no
default_md = sha256
policy = any
email_in_dn = no
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth,2.16.840.1.113741.1.2.3
subjectAltName = DNS:provision.example.com
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf_without_oid]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = DNS:provision.example.com
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf_with_faults]
extendedKeyUsage = clientAuth
subjectAltName = DNS:provision.corp.local
END
touch "$work/index.txt"
export work

# issue NAME ISSUER SECTION SUBJECT BITS DIGEST FROM TO
issue() {
    quiet openssl req -new -newkey "rsa:$5" -noenc -subj "$4" \
        -config <(printf '[req]\ndistinguished_name = none\n[none]\n') -keyout "$work/$1.key" -out "$work/$1.csr"
    local signer=(-cert "$work/$2.pem" -keyfile "$work/$2.key")
    if [ "$1" = "$2" ]; then signer=(-selfsign -keyfile "$work/$1.key"); fi
    quiet openssl ca -batch -notext -preserveDN -create_serial -config "$work/ca.cnf" "${signer[@]}" \
        -extensions "$3" -md "$6" -startdate "$7" -enddate "$8" \
        -in "$work/$1.csr" -out "$work/$1.pem"
}

from=20260101000000Z to=21251231235959Z
issue root root root "/C=US/O=Example Corporation/CN=Example Root CA" 2048 sha256 $from $to
issue intermediate root intermediate \
    "/C=US/O=Example Corporation/CN=Example Provisioning CA" 2048 sha256 $from $to
name="/C=US/O=Example Corporation/CN=provision.example.com"
issue leaf intermediate leaf "$name" 2048 sha256 $from $to
issue without-oid intermediate leaf_without_oid "$name" 2048 sha256 $from $to
issue faults intermediate leaf_with_faults \
    "/O=Example Corporation/OU=Intel(r) Client Setup Certificate./CN=provision" 1024 sha1 \
    20190101000000Z 20191231235959Z

cat "$work"/{leaf,intermediate,root}.pem > provisioning-chain.pem
cat "$work"/{without-oid,intermediate,root}.pem > without-oid.pem
cat "$work"/{faults,intermediate}.pem > many-faults.pem
openssl crl2pkcs7 -nocrl -certfile provisioning-chain.pem -outform DER -out provisioning-chain.p7b
openssl pkey -in "$work/leaf.key" -pubout -out provisioning-key.pub
openssl pkcs12 -export -out provisioning.p12 -passout file:provisioning-password.txt \
    -name provisioning -in "$work/leaf.pem" -inkey "$work/leaf.key" \
    -certfile <(cat "$work"/{intermediate,root}.pem)

hash() { openssl x509 -in "$work/root.pem" -outform DER | openssl dgst -r "-$1" | cut -d' ' -f1; }
cat > root-hashes.txt <<END
# The root certificate hashes of a device, as MEBx or a query of the device lists them.
# One a line: [ALGORITHM:]HASH[,inactive]; what follows a # is not read.
sha256:$(hash sha256)  # Example Root CA, entered by USB key
cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f  # DigiCert Global Root G2
45:14:0b:32:47:eb:9c:c8:c5:b4:f0:d7:b5:30:91:f7:32:92:08:9e:6e:5a:63:e2:74:9d:d3:ac:a9:19:8e:da  # Go Daddy G2
SHA256:43DF5774B03E7FEF5FE40D931A7BEDF1BB2E6B42738C4E6D3841103D3AA7F339,inactive  # Entrust G2
END

# Admin credentials set, version 3, second retry, UUID, and of each active hash: SHA-256, 32 bytes.
python3 - > hello.bin <<'END'
import re, struct, sys, uuid
hashes = []
for line in open("root-hashes.txt"):
    entry = re.sub("sha256|:", "", line.split("#")[0], flags=re.I).strip()
    if entry and not entry.endswith(",inactive"):
        hashes.append(bytes.fromhex(entry))
device = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")
message = struct.pack("<HHI16sB", 1, 3, 2, device.bytes_le, len(hashes))
message += b"".join(struct.pack("BB", 2, len(hash)) + hash for hash in hashes)
sys.stdout.buffer.write(message)
END
