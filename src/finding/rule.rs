use core::fmt;

/// On what authority a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// Intel's *AMT Implementation and Reference Guide*, read or quoted.
    IntelGuide,
    /// Another Intel text: support article, class description, employee answer, source file.
    IntelOther,
    /// Microsoft documentation.
    Microsoft,
    /// Observed on hardware or reported by users; not documented as a rule.
    Field,
    /// Concluded from the above; a decision of this project.
    Inferred,
}

impl Basis {
    /// The tag used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::IntelGuide => "intel-guide",
            Self::IntelOther => "intel-other",
            Self::Microsoft => "microsoft",
            Self::Field => "field",
            Self::Inferred => "inferred",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! rules {
    ($($variant:ident $id:literal $title:literal $basis:ident $source:literal)*) => {
        /// A numbered rule: `R-` of provisioning-certificate validation, `H-` of Hello
        /// messages, `W-` of HTTP and WS-Management, `F-` of the provisioning flows, `I-` of all of them.
        ///
        /// Some rules are judged and give a row of the report; others are only cited by findings
        /// (`SUFFIX_TOO_BROAD` rests on R-346, and is raised while R-306 is judged).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = concat!($id, ": ", $title, ".")] $variant,)*
        }

        impl Rule {
            /// Every rule, in report order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable id, such as `R-202`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What the rule asks for, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// On what authority it stands.
            #[must_use]
            pub const fn basis(self) -> Basis {
                match self { $(Self::$variant => Basis::$basis,)* }
            }

            /// Where it is written; keys as in the [module documentation](super).
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self { $(Self::$variant => $source,)* }
            }
        }
    };
}

rules! {
    R101 "R-101" "the input holds readable certificates" Field "RPC-GO exit codes 121-124"
    R102 "R-102" "nothing follows a certificate" Field "DEPL#163"
    R104 "R-104" "the input stays within the limits" Inferred "D-23"
    R110 "R-110" "the certificate belongs to the private key" Field "RPS pull request 2686"
    R111 "R-111" "one certificate is the leaf" Inferred "D-16"
    R112 "R-112" "the leaf is not a lone self-signed certificate" Inferred "D-17"
    R113 "R-113" "the leaf is no CA certificate" Inferred "RFC 5280, 4.2.1.9"
    R201 "R-201" "Extended Key Usage contains serverAuth" IntelGuide "IRG-PKI; IRG acquiringanintelvprocertificate.htm; MS-PKI; OOB blog"
    R202 "R-202" "the leaf carries the AMT OID or the Intel OU" IntelGuide "IRG acquiringanintelvprocertificate.htm; OOB blog; MS-PROC; forum 1583527"
    R205 "R-205" "an OU that is nearly right does not count" Field "MS-PKI (English text, no trailing period)"
    R208 "R-208" "the AMT OID counts in Extended Key Usage only" IntelGuide "IRG acquiringanintelvprocertificate.htm"
    R209 "R-209" "a wildcard certificate carries a marker too" Field "DOCS#599; MC#2805"
    R302 "R-302" "names are well formed" Inferred "MC#2948"
    R302b "R-302b" "names keep to the alphabet of their string type" Field "wildcard CNs are often PrintableString"
    R303 "R-303" "names need no normalisation" Inferred "D-04"
    R306 "R-306" "a name of the certificate matches the device's DNS suffix" IntelGuide "IRG-PKI (CN or DNS entry in Subject Alternative Name)"
    R307 "R-307" "the CN matches, not only an alternative name" Inferred "D-08"
    R308 "R-308" "the certificate names a host by FQDN" Microsoft "MS-PKI; OOB blog"
    R309 "R-309" "several CNs agree" Inferred "D-09"
    R314 "R-314" "suffixes from other sources do not count" IntelOther "forum 1583527; MC#3691"
    R315 "R-315" "the device has a DNS suffix" IntelGuide "IRG checking_whether_AMT_enabled.htm; DOCS troubleshooting"
    R316 "R-316" "suffix sources agree" Inferred "D-01; LMS IPS_TLSProvisioningRecord (SecureDNS)"
    R317 "R-317" "the suffix is a domain, not the server's host name" Field "MC#5679; RPC-GO#189"
    R318 "R-318" "a public CA can issue for the suffix" IntelOther "Intel article 000100444; forum 1583527"
    R332 "R-332" "a bare top-level domain never matches" Inferred "D-06; CONSOLE story, criterion 8"
    R336 "R-336" "a wildcard is one complete leftmost label" Inferred "D-07"
    R337 "R-337" "wildcards match on this release" Inferred "D-07"
    R345 "R-345" "the match does not rest on the depth rule alone" Inferred "IRG-PKI; D-03"
    R346 "R-346" "the match is not as wide as a registry" Inferred "D-12"
    R347 "R-347" "both readings of the plain rule agree" IntelOther "Intel white paper on certificate selection, v2.01 (2nd); D-11"
    R348 "R-348" "before 2.6 each zone had to match" IntelOther "Intel communities message/1395"
    R349 "R-349" "this release has the depth rule that would match" IntelOther "Symantec, Advanced remote configuration situation"
    R350 "R-350" "the CN equals the configured provisioning server FQDN" IntelOther "forum 1583527"
    R360 "R-360" "the network interface takes part in provisioning" IntelOther "forum 1583527"
    R361 "R-361" "this release provisions over wireless" Microsoft "OOB blog; forum 1583527; D-13"
    R362 "R-362" "docks are AMT-capable and enabled by the OEM" IntelOther "forum 1583527"
    R401 "R-401" "a path leads from the leaf to a root, from the given certificates alone" IntelOther "forum 1583527; RPC-GO exit code 126; Expert Center"
    R402 "R-402" "every link of the path is verified, and a second validator agrees" Inferred "RFC 5280, 6.1; rustls-webpki"
    R404 "R-404" "no certificate is left over" Field "MC refuses such bags; RPS picks the wrong root"
    R406 "R-406" "the trusted hash is that of a root" Inferred "D-18"
    R407 "R-407" "intermediates are CAs and their constraints hold" Inferred "RFC 5280; D-19"
    R408 "R-408" "certificates that name each other as issuer are signed by each other" Inferred "RPS pull request 2686"
    R409 "R-409" "the chain is not unusually long" IntelGuide "IRG certificatechainsforhostbasedconfiguration.htm; D-20"
    R410 "R-410" "only one path exists, so every product sends the same" Field "DEPL#268; Symantec on re-chaining G5"
    R421 "R-421" "the TLS stack sends the root" Microsoft "OOB blog, cause 1; hotfix 942841"
    R501 "R-501" "no SHA-1, MD5 or MD2 signature in the chain, root included" IntelGuide "IRG rootcertificatehashes.htm; Intel article 000090051"
    R502 "R-502" "RSA keys are long enough for this release" IntelGuide "IRG rootcertificatehashes.htm; Intel article 000090051"
    R503 "R-503" "RSA keys are not too long for this release" Microsoft "MS-PKI"
    R504 "R-504" "this release verifies SHA-2 signatures" IntelGuide "comment in RPS amtCertificatePolicy.ts (2nd); D-21"
    R505 "R-505" "this release verifies SHA-384 signatures" Field "RPS amtCertificatePolicy.ts (11.8.95 answered 5) against MC practice; D-22"
    R506 "R-506" "the chain below the root is signed with SHA-384 or longer" IntelOther "ADR22; RPS amtCertificatePolicy.ts"
    R507 "R-507" "the leaf key is RSA 3072 or P-384 at least" IntelOther "ADR22 requirement 2; DEPL#605; D-24"
    R508 "R-508" "this release takes an EC leaf key" Inferred "D-25; MC#2805"
    R509 "R-509" "no MD5 or MD2 signature below the root" Inferred "RFC 6151"
    R510 "R-510" "signatures are SHA-2" IntelGuide "IRG acquiringanintelvprocertificate.htm"
    R511 "R-511" "every signature algorithm of the path can be verified here" Inferred "RFC 5280; the crypto provider in use"
    R512 "R-512" "digest of the host-based nonce signature" Field "RPS amtCertificatePolicy.ts; RPS#2538"
    R601 "R-601" "the root's hash is an active entry of the device's list" IntelGuide "IRG rootcertificatehashes.htm; IRG-PKI; MS-PROC"
    R602 "R-602" "algorithm ids agree with the length of the entry" IntelOther "RPC-GO#941; D-26"
    R604 "R-604" "entries are active" IntelOther "HP 8100 paper, page 40; D-27"
    R607 "R-607" "an empty list after the 2.5 to 2.6 upgrade is a known firmware problem" IntelOther "thread 2989"
    R608 "R-608" "the list is complete" IntelGuide "IRG rootcertificatehashes.htm; RPC-GO#42"
    R610 "R-610" "the hash entered in the device is the root's" IntelOther "thread 2989"
    R611 "R-611" "no entry nearly matches" Field "thread 2989; DEPL#268"
    R612 "R-612" "SHA-1 entries count on this release" IntelGuide "IRG rootcertificatehashes.htm"
    R613 "R-613" "how entries of a private root are kept" Field "DOCS generateProvisioningCert; Intel article 000059996; DEPL#256"
    R615 "R-615" "this firmware is known to hold the root" IntelGuide "IRG rootcertificatehashes.htm; RPS#1108"
    R616 "R-616" "the device's own list was given" Inferred "known roots are attested, not promised"
    R620 "R-620" "hash text needs no normalisation" IntelOther "thread 2989"
    R621 "R-621" "hash text is a hash" Inferred "thread 2989 (the text test)"
    R701 "R-701" "leaf and intermediates are within their validity" IntelOther "Expert Center; LMS IPS_TLSProvisioningRecord (IsTimeValid); D-28"
    R704 "R-704" "the root's dates are ignored" Inferred "expired roots are in device lists"
    R705 "R-705" "the chain does not expire soon" Field "Configuration Manager warns daily"
    R706 "R-706" "the time is known" Inferred "no clock is read here"
    R802 "R-802" "DHCP offers a DNS server (option 6)" Microsoft "OOB blog, cause 2"
    R803 "R-803" "the device is in PKI mode" Microsoft "OOB blog, cause 4"
    R804 "R-804" "the device's network interface is open for provisioning" Microsoft "OOB blog, cause 4"
    R805 "R-805" "the device's own certificate is taken as it is" Microsoft "OOB blog, cause 3"
    R807 "R-807" "the link is up" IntelOther "thread 2989"
    R809 "R-809" "remote configuration is enabled" IntelOther "LMS AMT_SetupAndConfigurationService (ZeroTouchConfigurationEnabled)"
    R810 "R-810" "the device is not in Admin Control Mode yet" Field "RPS#777"
    R811 "R-811" "this release offers the flow" IntelOther "IRG rootcertificatehashes.htm; IRG IPS_HostBasedSetupService; LANDesk"
    R812 "R-812" "static IP is set in the AMT profile too" IntelOther "forum 1583527"
    R813 "R-813" "static IP and CIRA do not go together well" IntelOther "forum 1583527"
    R814 "R-814" "the home domain differs from DHCP option 15" Field "MC#5679"
    R023 "R-023" "releases that are still possible agree" Inferred "D-32; D-33"
    R024 "R-024" "the release is in the tables" Inferred "D-33"
    H02 "H-02" "a Hello reaches its declared end" Field "MC accepts cut messages"
    H03 "H-03" "nothing follows the declared end of a Hello" Inferred "DF-01"
    H04 "H-04" "the interface version of a Hello is 2 or 3" IntelGuide "IRG setupmodehellomessages.htm"
    H05 "H-05" "the first field of a Hello is 0 or 1, read without sign" IntelOther "MC amtprovisioningserver.js"
    H06 "H-06" "the retry count of a Hello is at most 14" IntelGuide "IRG setupmodehellomessages.htm; MS-PROC implies 40 messages"
    H07 "H-07" "the length of a Hello's entry fits its hash algorithm" IntelOther "MC amtprovisioningserver.js; LMS AMT_ProvisioningCertificateHash"
    H09 "H-09" "a Hello is no longer than 255 of the longest entries make it" Inferred "MC closes at 16000 bytes"
    H10 "H-10" "the device has a UUID" IntelOther "LMS GetUuid"
    H11 "H-11" "the data is no HTTP request" IntelOther "MC answers GET with a page"
    W502 "W-502" "the challenge is of the device's shape" Field "captures of releases 8.0 to 16.1"
    W508 "W-508" "parameters are separated by commas" Field "small form-factor PCs"
    W511 "W-511" "a stored hash answers only for the realm and algorithm it was made for" Inferred "RFC 7616, 3.4.2"
    W533 "W-533" "an account is answered wrongly once only" Inferred "the lock-out of devices is not documented"
    W534 "W-534" "the server proves that it knows the password" Inferred "RFC 7616, 3.5"
    W304 "W-304" "a method's return value is read by class and method" Field "MC#5176"
    W305 "W-305" "a fault is no answer" Field "RPS; RPC-GO"
    FTime "F-TIME" "device and caller agree on the time, later than 2004" IntelOther "LMS AMT_TimeSynchronizationService"
    FCommit "F-COMMIT" "CommitChanges finds everything it needs" IntelGuide "IRG detaileddescription21.htm"
    FOob2 "F-OOB-2" "the device is known and waits for the service point" Microsoft "MS-PROC"
    FOob5 "F-OOB-5" "the device accepts a TLS connection" Microsoft "MS-PROC"
    FOob8 "F-OOB-8" "the device is in setup, and its release can be provisioned remotely" IntelOther "LMS AMT_SetupAndConfigurationService; LANDesk"
    FOob9 "F-OOB-9" "the one-time passwords agree" Microsoft "MS-PROC; IRG remote configuration with a local agent"
    FOob11 "F-OOB-11" "the directory account exists before the first stage" Microsoft "MS-PROC"
    FInb2 "F-INB-2" "host interface, status and root hash allow provisioning" Microsoft "MS-PROC; Configuration Manager 2012"
    FInb4 "F-INB-4" "the server has the hash before the interface opens" Microsoft "MS-PROC"
    FInb5 "F-INB-5" "the device opens its network interface" IntelGuide "IRG cfgstartconfigurationex.htm"
    FDevCert "F-DEVCERT" "the certificate authority issues the device's certificate" Microsoft "Configuration Manager log, RETRY(1) to RETRY(5)"
    FPeer "F-PEER" "the device's certificate is as its phase and release have it" Field "OOB blog; RPC-GO"
    FMebx "F-MEBX" "the device lets its MEBx password be set" IntelOther "LMS SetMEBxPassword; DF-11"
    I01 "I-01" "a secret is stored before the device gets it" Inferred "lost passwords in the field"
    I02 "I-02" "what must happen once is sent once; after a lost answer the state is read" Inferred "RPC-GO; RPS#2504"
    I03 "I-03" "success is what was read back" Inferred "RPS#2504; MC#517"
    I10 "I-10" "every wait has an end" Inferred "RPS pull request 929; RPC-GO#1312"
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_well_formed() {
        let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        for id in ids {
            let (series, rest) = id.split_once('-').unwrap();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let well_formed = match series {
                "R" | "W" => digits == 3,
                "H" | "I" => digits == 2,
                "F" => {
                    rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
                }
                _ => false,
            };
            assert!(well_formed, "{id}");
        }
    }

    #[test]
    fn every_rule_states_its_source() {
        for rule in Rule::ALL {
            assert!(!rule.title().is_empty() && !rule.source().is_empty(), "{rule}");
        }
    }
}
