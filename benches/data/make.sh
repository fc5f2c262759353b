#!/bin/sh
# Writes the chains of the benchmarks anew with the OpenSSL command line (3.0 or later): leaf, two CAs
# and root, in this order. The private keys are made for the occasion and thrown away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > extensions.cnf <<'END'
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash

[policy_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.5.29.32.0
crlDistributionPoints = URI:http://crl.example.com/root.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example.com, caIssuers;URI:http://ca.example.com/root.crt

[issuing_ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
extendedKeyUsage = serverAuth, clientAuth, 2.16.840.1.113741.1.2.3
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.5.29.32.0
crlDistributionPoints = URI:http://crl.example.com/policy.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example.com, caIssuers;URI:http://ca.example.com/policy.crt

[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
# The Intel AMT provisioning purpose.
extendedKeyUsage = serverAuth, 2.16.840.1.113741.1.2.3
subjectAltName = DNS:amt.example.com
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.23.140.1.2.2
crlDistributionPoints = URI:http://crl.example.com/issuing.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example.com, caIssuers;URI:http://ca.example.com/issuing.crt
END

# issue ISSUER NAME SUBJECT: signs NAME.key as NAME.crt; the root signs itself.
issue() {
    openssl req -new -key "$2.key" -subj "/C=DE/O=Example/OU=Trust Services/CN=$3" -out "$2.csr"
    if [ "$1" = "$2" ]; then by="-signkey $2.key"; else by="-CA $1.crt -CAkey $1.key"; fi
    # shellcheck disable=SC2086 # $by is several words
    openssl x509 -req -in "$2.csr" $by -set_serial "0x$(openssl rand -hex 15)" -days 7300 \
        "-$digest" -extfile extensions.cnf -extensions "$2" -out "$2.crt" 2> /dev/null
}

# chain FILE DIGEST KEY: CAs with keys of the kind KEY, signing with DIGEST; the leaf's key is RSA,
# since firmware before release 22 takes no other.
chain() {
    digest=$2
    file=$1
    shift 2
    for ca in root policy_ca issuing_ca; do openssl genpkey -quiet "$@" -out "$ca.key"; done
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out leaf.key
    issue root root "Benchmark Root CA"
    issue root policy_ca "Benchmark Policy CA"
    issue policy_ca issuing_ca "Benchmark Issuing CA"
    issue issuing_ca leaf amt.example.com
    cat leaf.crt issuing_ca.crt policy_ca.crt root.crt > "$here/$file.pem"
}

chain rsa-2048 sha256 -algorithm RSA -pkeyopt rsa_keygen_bits:2048
chain ecdsa-p256 sha256 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
chain ecdsa-p384 sha384 -algorithm EC -pkeyopt ec_paramgen_curve:P-384
