use core::fmt;

use super::Rule;

macro_rules! findings {
    ($($variant:ident $name:literal $rule:ident $text:literal $remedy:literal)*) => {
        /// What was found: a stable name, what it means, and what fixes it.
        ///
        /// The order of this table is the order of importance: of all findings that decide a
        /// verdict, the one that stands first here is the headline of the report. The order is that
        /// of a person's repair: first what makes the input unusable, then the marker and purpose
        /// of the certificate, its chain and dates, the root hash, the DNS suffix, the algorithms,
        /// and last the device's surroundings; within a subject the more telling finding comes
        /// first (a hash typed from the leaf before the mere mismatch).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Finding {
            $(#[doc = concat!("`", $name, "`: ", $text, ".")] $variant,)*
        }

        impl Finding {
            /// Every finding, the most important first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name, such as `MARKER_MISSING`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The rule it rests on.
            #[must_use]
            pub const fn rule(self) -> Rule {
                match self { $(Self::$variant => Rule::$rule,)* }
            }

            /// What it means, in one sentence without a full stop.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What to do about it; empty where nothing needs doing.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

findings! {
    // Already provisioned: says why nothing else matters.
    AlreadyProvisioned "ALREADY_PROVISIONED" R810
        "The device is already in Admin Control Mode; certificate and suffix are not needed"
        "Nothing to do. To provision it anew, unprovision it first."

    // The input.
    InputIsPfx "INPUT_IS_PFX" R101
        "The input is a PKCS#12 container, which is not opened here"
        "Open the .pfx/.p12 file with its password and pass the certificates it holds."
    InputNotCertificate "INPUT_NOT_CERTIFICATE" R101
        "The input, or an item of it, is not a certificate"
        "Export the certificate as PEM, DER or PKCS#7 (.p7b) with all certificates of its path."
    LeafNotFound "LEAF_NOT_FOUND" R111
        "No certificate of the input can be the provisioning certificate itself"
        "Include the provisioning certificate, not only the certificates of its issuers."
    KeyMismatch "KEY_MISMATCH" R110
        "No certificate of the input belongs to the private key"
        "Export again with the private key that belongs to this certificate."
    SelfSignedLeaf "SELF_SIGNED_LEAF" R112
        "The only certificate is self-signed, which is no usable provisioning chain"
        "Get the certificate from a CA whose root hash the device holds, or from a private CA whose root hash is entered in the device."
    LeafAmbiguous "LEAF_AMBIGUOUS" R111
        "Several certificates of the input can be the provisioning certificate"
        "Pass only one provisioning certificate with its issuers, or the public key of the one to use."

    // Marker and purpose.
    MarkerOuNearMiss "MARKER_OU_NEAR_MISS" R205
        "An OU is nearly, but not exactly, the text that AMT looks for"
        "The OU must be exactly \"Intel(R) Client Setup Certificate\" (same case, no full stop)."
    MarkerWrongExtension "MARKER_WRONG_EXTENSION" R208
        "The AMT OID stands in another extension than Extended Key Usage"
        "Put the OID into Extended Key Usage, not into policies."
    WildcardWithoutMarker "WILDCARD_WITHOUT_MARKER" R209
        "A wildcard certificate without AMT OID and without the Intel OU"
        "An ordinary wildcard certificate is not a provisioning certificate."
    MarkerMissing "MARKER_MISSING" R202
        "The leaf carries neither the AMT OID in Extended Key Usage nor the Intel OU in its subject"
        "Reissue the certificate with the Intel AMT OID 2.16.840.1.113741.1.2.3 in Extended Key Usage (CA order form: the vPro EKU box), or with OU \"Intel(R) Client Setup Certificate\" if the CA cannot add the OID. The CA can often revoke and reissue with the same name and dates."
    EkuAbsent "EKU_ABSENT" R201
        "The leaf has no Extended Key Usage extension"
        "Reissue as a server certificate (Extended Key Usage with serverAuth)."
    EkuServerAuthMissing "EKU_SERVER_AUTH_MISSING" R201
        "Extended Key Usage of the leaf lacks serverAuth"
        "Reissue as a server certificate (Extended Key Usage with serverAuth)."

    // The chain.
    InputLimit "INPUT_LIMIT" R104
        "A limit was reached before all paths were examined"
        "Remove certificates that do not belong to this chain, or raise the limit."
    ChainSignatureInvalid "CHAIN_SIGNATURE_INVALID" R408
        "A certificate names an issuer whose key did not sign it"
        "The issuer certificate in the bag is not the one that signed; get the current one from the CA."
    ChainRootMissing "CHAIN_ROOT_MISSING" R401
        "The chain stops at a CA certificate that is not a root"
        "Export with \"include all certificates in the certification path\"; add the named root."
    ChainIncomplete "CHAIN_INCOMPLETE" R401
        "The issuer of a certificate is not in the input"
        "Export with \"include all certificates in the certification path\"; add the named issuer."
    ChainIssuerNotCa "CHAIN_ISSUER_NOT_CA" R407
        "An issuing certificate is not allowed to issue certificates"
        "Ask the CA for the correct intermediate certificate (version 3, CA:TRUE, keyCertSign)."
    ChainPathLength "CHAIN_PATH_LENGTH" R407
        "A CA certificate allows fewer CA certificates below it than the path has"
        "Use a path that respects the path length, or have the CA certificate reissued."
    ChainNameConstraints "CHAIN_NAME_CONSTRAINTS" R407
        "A CA certificate does not permit a name below it"
        "Order a certificate whose names lie inside what the CA certificate permits."
    ChainCriticalExtension "CHAIN_CRITICAL_EXTENSION" R407
        "A certificate has a critical extension that is not understood"
        "Reissue the certificate without that extension, or not marked critical."
    PathSecondOpinion "PATH_SECOND_OPINION" R402
        "A second validator judges this path differently and no known difference explains it"
        "Report this chain to the project; compare with what the device says."
    Expired "EXPIRED" R701
        "A certificate has expired"
        "Renew or replace the named certificate and load the new chain. (Firmware texts say that the device itself records the date without refusing; TLS stacks and management products do refuse.)"
    NotYetValid "NOT_YET_VALID" R701
        "A certificate is not valid yet"
        "Wait until the named date, check the clock, or have the certificate reissued."
    TimeUnknown "TIME_UNKNOWN" R706
        "The time was not given, so validity could not be judged"
        "Pass the current time."

    // Inputs without which generations disagree.
    ReleaseNotGiven "RELEASE_NOT_GIVEN" R023
        "The firmware release was not given, and releases differ here"
        "Pass the firmware release of the device."
    PlatformNotGiven "PLATFORM_NOT_GIVEN" R023
        "The platform kind was not given, and release 15 differs between H and other platforms"
        "Say whether the device is an H platform."

    // The root hash.
    DeviceHashIsLeaf "DEVICE_HASH_IS_LEAF" R610
        "The device holds the hash of the provisioning certificate instead of its root's"
        "The hash entered in the device is that of the provisioning certificate. Enter the ROOT hash shown in this report instead."
    DeviceHashIsIntermediate "DEVICE_HASH_IS_INTERMEDIATE" R610
        "The device holds the hash of an intermediate certificate instead of the root's"
        "The hash entered in the device is that of an intermediate certificate. Enter the ROOT hash shown in this report instead."
    DeviceHashDamaged "DEVICE_HASH_DAMAGED" R611
        "An entry of the device is the root's hash reversed or cut"
        "Enter the complete root hash shown in this report, byte by byte in the order shown."
    DeviceHashIsKeyId "DEVICE_HASH_IS_KEY_ID" R611
        "An entry of the device is the root's key identifier, not the hash of its certificate"
        "Enter the hash (thumbprint) of the root certificate, not its subject key identifier."
    DeviceHashOtherPath "DEVICE_HASH_OTHER_PATH" R611
        "The device holds the root of another path of this bag"
        "Send the path that ends in the root the device holds."
    RootHashSha1Void "ROOT_HASH_SHA1_VOID" R612
        "The root matches a SHA-1 entry only, which this release ignores"
        "Enter the SHA-256 hash; this generation ignores SHA-1."
    RootHashInactive "ROOT_HASH_INACTIVE" R604
        "The root matches an entry that is not active"
        "Activate the entry in MEBx (Manage Certificate Hashes)."
    RootHashListEmpty "ROOT_HASH_LIST_EMPTY" R601
        "The device holds no root certificate hashes"
        "The firmware holds no hashes: update or reflash it, or enter the root hash."
    RootHashNoMatch "ROOT_HASH_NO_MATCH" R601
        "No entry of the device's list is the root's hash"
        "Use a certificate whose root the device lists, or enter this root's hash in the device."
    AnchorNotRoot "ANCHOR_NOT_ROOT" R406
        "The device holds the hash of a CA certificate that is not a root"
        "Include the root in the chain and enter the root's hash in the device."
    RootHashListMayBeTruncated "ROOT_HASH_LIST_MAY_BE_TRUNCATED" R608
        "The root is not in the list, which a Hello message may have cut"
        "Enumerate the device's hashes through the host interface (up to 33 handles) or AMT_ProvisioningCertificateHash."
    RootHashListUnavailable "ROOT_HASH_LIST_UNAVAILABLE" R601
        "The device's list of root certificate hashes is not known"
        "Read the list from the device (host interface, AMT_ProvisioningCertificateHash or a Hello message) and pass it."
    RootHashAssumed "ROOT_HASH_ASSUMED" R616
        "The table of known roots stands in for the device's own list"
        "Read the list from the device to be certain."

    // Names and suffixes.
    StrictFqdnSanOnly "STRICT_FQDN_SAN_ONLY" R350
        "Only an alternative name equals the configured provisioning server FQDN; the device compares the CN"
        "Clear the provisioning server FQDN in MEBx, or use a certificate with that CN."
    StrictFqdnMismatch "STRICT_FQDN_MISMATCH" R350
        "The CN differs from the provisioning server FQDN configured in the device"
        "Clear the provisioning server FQDN in MEBx, or use a certificate with that CN."
    InterfaceNeedsPkiSuffix "INTERFACE_NEEDS_PKI_SUFFIX" R360
        "Over this interface only the PKI DNS suffix counts, and none is set"
        "Set the PKI DNS suffix in MEBx, or use the built-in wired AMT LAN."
    SuffixSourceIgnored "SUFFIX_SOURCE_IGNORED" R314
        "A suffix that would match comes from a source that AMT does not use"
        "AMT does not use the operating system's suffix nor the name on the static-IP page. Set the PKI DNS suffix in MEBx, or DHCP option 15 on the wired AMT network."
    SuffixNotGiven "SUFFIX_NOT_GIVEN" R315
        "The DNS suffixes of the device were not given"
        "Read the PKI DNS suffix and the DHCP suffix from the device and pass them with their source."
    SuffixMissing "SUFFIX_MISSING" R315
        "The device has no DNS suffix from a source that counts"
        "Set DHCP option 15 on the wired AMT network, or the PKI DNS suffix in MEBx (Remote Setup and Configuration). A small DHCP server used only for provisioning will do."
    SuffixDepthNotAvailable "SUFFIX_DEPTH_NOT_AVAILABLE" R349
        "The suffix would match on a newer release"
        "Update the firmware to the named release, or use a certificate in the device's own domain."
    SuffixBareTld "SUFFIX_BARE_TLD" R332
        "The suffix is a single label, which never matches"
        "Set the device's suffix to a domain of at least two labels."
    NameMalformed "NAME_MALFORMED" R302
        "A name contains bytes that no DNS name has"
        "Enter the name again by hand; the hex shows what does not belong there."
    WildcardMalformed "WILDCARD_MALFORMED" R336
        "A wildcard is not one complete leftmost label above at least two labels"
        "Order a certificate with a plain host name, or with a wildcard such as *.example.com."
    WildcardUncertain "WILDCARD_UNCERTAIN" R337
        "It is not documented that wildcards match on this release"
        "If the device refuses, order a certificate with a plain host name."
    CnMultipleDisagree "CN_MULTIPLE_DISAGREE" R309
        "The subject has several CNs and only some of them match"
        "Order a certificate with one CN."
    CnMissing "CN_MISSING" R308
        "The subject has no CN"
        "Order a certificate whose CN is the FQDN of the provisioning server."
    CnNotFqdn "CN_NOT_FQDN" R308
        "The CN is not a fully qualified domain name"
        "Order a certificate whose CN is the FQDN of the provisioning server."
    SuffixMismatch "SUFFIX_MISMATCH" R306
        "No name of the certificate matches the device's DNS suffix"
        "Make the PKI DNS suffix or DHCP option 15 equal to the domain part of the certificate's name, or order a certificate for the device's domain."
    SuffixTooBroad "SUFFIX_TOO_BROAD" R346
        "The match rests on a name under which anybody can register"
        "Use a longer suffix; any certificate under this registry suffix would be accepted by the device."
    InterfaceNotSupported "INTERFACE_NOT_SUPPORTED" R360
        "Provisioning does not work over this network interface"
        "Use the built-in wired AMT LAN."
    WirelessUncertain "WIRELESS_UNCERTAIN" R361
        "It is not documented whether this release provisions over wireless"
        "Use the built-in wired AMT LAN, or update the firmware."

    // Algorithms and keys.
    WeakHash "WEAK_HASH" R509
        "A certificate below the root is signed with MD5 or MD2"
        "Ask the CA for a chain signed with SHA-256 or longer."
    Sha1Forbidden "SHA1_FORBIDDEN" R501
        "A certificate of the chain, root included, is signed with SHA-1, MD5 or MD2"
        "Ask the CA for a chain that meets the named rule for this firmware generation; keep a second certificate for the other generations."
    RsaTooSmall "RSA_TOO_SMALL" R502
        "An RSA key of the chain is shorter than this release wants"
        "Ask the CA for a chain that meets the named rule for this firmware generation; keep a second certificate for the other generations."
    RsaTooLarge "RSA_TOO_LARGE" R503
        "An RSA key of the chain is longer than this release takes"
        "Ask the CA for a chain that meets the named rule for this firmware generation; keep a second certificate for the other generations."
    Sha384Required "SHA384_REQUIRED" R506
        "A certificate below the root is signed with less than SHA-384"
        "Ask the CA for a chain that meets the named rule for this firmware generation; keep a second certificate for the other generations."
    LeafKeyTooSmall "LEAF_KEY_TOO_SMALL" R507
        "The leaf key is neither RSA 3072 nor P-384"
        "Ask the CA for a chain that meets the named rule for this firmware generation; keep a second certificate for the other generations."
    EcLeafUnsupported "EC_LEAF_UNSUPPORTED" R508
        "The leaf has an elliptic-curve key, which this release cannot use"
        "Order the provisioning certificate with an RSA key."
    SignatureAlgorithmUnknown "SIGNATURE_ALGORITHM_UNKNOWN" R511
        "A signature of the path could not be checked with the algorithms at hand"
        "Use a crypto provider that has the algorithm, or a chain with common algorithms."
    Sha2Uncertain "SHA2_UNCERTAIN" R504
        "It is not documented that this release verifies SHA-2 signatures"
        "If the device refuses, update the firmware or use a SHA-1 chain on this release only."
    Sha384Uncertain "SHA384_UNCERTAIN" R505
        "Reports disagree whether this release verifies SHA-384 signatures"
        "If the device refuses, ask the CA for a SHA-256 chain for this generation."

    // Surroundings.
    DeviceNotPkiMode "DEVICE_NOT_PKI_MODE" R803
        "The device is in PSK mode"
        "Select TLS PKI and enable remote configuration in MEBx."
    RemoteConfigurationDisabled "REMOTE_CONFIGURATION_DISABLED" R809
        "Remote configuration is switched off in the device"
        "Select TLS PKI and enable remote configuration in MEBx."
    InterfaceClosed "INTERFACE_CLOSED" R804
        "The device's network interface is closed for provisioning"
        "Re-open provisioning: local agent, MEBx partial unprovision, USB key, or remove power."
    FlowNotAvailable "FLOW_NOT_AVAILABLE" R811
        "This release does not offer the provisioning flow"
        "Update the firmware, or use a flow that this release has."
    LinkDown "LINK_DOWN" R807
        "The network link is down"
        "Connect the cable of the wired AMT LAN."
    RootNotPresented "ROOT_NOT_PRESENTED" R421
        "The TLS stack does not send the root certificate"
        "Configure the TLS stack to send the root (Windows: hotfix 942841 or later)."
    DhcpOption6Missing "DHCP_OPTION6_MISSING" R802
        "DHCP offers no DNS server (option 6)"
        "Add option 6; the device needs it to find the provisioning server by name."
    DeviceCertImplausible "DEVICE_CERT_IMPLAUSIBLE" R805
        "The TLS stack refused the device's own certificate"
        "Accept the device's self-signed certificate and ignore its dates while provisioning."

    // Advice; never decides.
    SuffixSourcesDisagree "SUFFIX_SOURCES_DISAGREE" R316
        "The PKI DNS suffix and the DHCP suffix lead to different results"
        "Align MEBx PKI DNS suffix and DHCP option 15, or clear the MEBx one."
    SuffixIsHostName "SUFFIX_IS_HOST_NAME" R317
        "The suffix is the server's host name, not its domain"
        "Enter the domain, not the server's host name."
    SuffixNeverPublic "SUFFIX_NEVER_PUBLIC" R318
        "No public CA can issue a certificate for this suffix"
        "Use a registered domain for provisioning (separate DHCP scope with option 15, or PKI DNS suffix), or a private root entered into the devices."
    SuffixReadingDiffers "SUFFIX_READING_DIFFERS" R347
        "A narrower reading of the suffix rule would refuse this match"
        "If the device refuses, set the suffix to the CN's own domain."
    SuffixOnlyByDepth "SUFFIX_ONLY_BY_DEPTH" R345
        "The match rests on the top-level-domain depth rule alone; older firmware refuses it"
        ""
    SanOnlyMatch "SAN_ONLY_MATCH" R307
        "Only an alternative name matches; older texts speak of the CN alone"
        "If the device refuses, order a certificate whose CN matches."
    NameNormalised "NAME_NORMALISED" R303
        "A name was compared after removing blanks or a trailing dot; the device may not do that"
        "Enter the name without blanks and without a trailing dot."
    NameAlphabet "NAME_ALPHABET" R302b
        "A name holds characters that its string type does not allow"
        ""
    KeyNotChecked "KEY_NOT_CHECKED" R110
        "Whether the private key belongs to the certificate was not checked"
        "Pass the public key that belongs to the private key."
    LeafIsCa "LEAF_IS_CA" R113
        "The leaf is marked as a CA certificate"
        "Order an end-entity certificate."
    InputTrailingBytes "INPUT_TRAILING_BYTES" R102
        "Bytes follow the end of a certificate"
        ""
    ChainExtraCertificates "CHAIN_EXTRA_CERTIFICATES" R404
        "Certificates that are on no path were left out"
        ""
    ChainAlternativePaths "CHAIN_ALTERNATIVE_PATHS" R410
        "Several paths exist; a product may send another than the one judged"
        "Send the named path; remove the cross-certificate if the product sends its own choice."
    ChainLong "CHAIN_LONG" R409
        "The chain has more than four certificates; the device's limit is not known"
        "If the device refuses, use a chain with fewer intermediates."
    ChainPolicyIgnored "CHAIN_POLICY_IGNORED" R407
        "Critical certificate-policy extensions were carried, not processed"
        ""
    Sha1Discouraged "SHA1_DISCOURAGED" R510
        "SHA-1 works on this release and is refused from 15.0 (H) and 16.0 on"
        "Move to a SHA-256 chain."
    RsaSizeUnusual "RSA_SIZE_UNUSUAL" R503
        "An RSA key size other than 1024 and 2048 is not documented for this release"
        ""
    HashAlgorithmIdConflict "HASH_ALGORITHM_ID_CONFLICT" R602
        "An entry's algorithm id does not fit its length; the length was used"
        ""
    HashTextNormalised "HASH_TEXT_NORMALISED" R620
        "Separators or invisible characters were removed from the hash text"
        ""
    HashTextMalformed "HASH_TEXT_MALFORMED" R621
        "The text is not a hash"
        "Copy the thumbprint of the root certificate: 40 hex digits for SHA-1, 64 for SHA-256, 96 for SHA-384."
    RootHashFlagUnknown "ROOT_HASH_FLAG_UNKNOWN" R604
        "It is not known whether the matching entry is active; it was taken as active"
        "Check in MEBx (Manage Certificate Hashes) that the entry is active."
    RootHashUpgradeLoss "ROOT_HASH_UPGRADE_LOSS" R607
        "Upgrading from 2.5 to 2.6 is known to lose the list"
        "Reflash the 2.6 firmware, or enter the root hash."
    PrivateRoot "PRIVATE_ROOT" R613
        "The root is none of the known public ones: its hash must be entered in each device, at most three, and full unprovisioning deletes it"
        ""
    RootTooNewForFirmware "ROOT_TOO_NEW_FOR_FIRMWARE" R615
        "This root is known to be in newer firmware only"
        "Update the firmware, or use a chain to an older root."
    RootRetired "ROOT_RETIRED" R615
        "This root was removed from newer firmware"
        "Use a chain to a root that this firmware holds."
    ExpiresSoon "EXPIRES_SOON" R705
        "A certificate expires soon"
        "Renew or replace the named certificate and load the new chain."
    RootExpiredIgnored "ROOT_EXPIRED_IGNORED" R704
        "The root has expired; AMT trusts it by hash, so this does not matter"
        ""
    DockOemEnabled "DOCK_OEM_ENABLED" R362
        "Docks provision from release 15 on, and only if AMT-capable and enabled by the OEM"
        "If the device refuses, use the built-in wired AMT LAN."
    StaticIpProfile "STATIC_IP_PROFILE" R812
        "After provisioning with a static IP, DHCP is not used again until the device is unconfigured"
        "The AMT profile must say \"Use a static IP\"."
    StaticIpCira "STATIC_IP_CIRA" R813
        "Environment Detection relies on DHCP: with a static IP the device keeps the CIRA tunnel and listens on its ports too"
        "Use DHCP where CIRA is used."
    HomeDomainIsSuffix "HOME_DOMAIN_IS_SUFFIX" R814
        "The home domain equals DHCP option 15: the device believes it is inside and never opens CIRA"
        "Serve another option 15 on the networks that shall use CIRA."
    ReleaseBeyondTable "RELEASE_BEYOND_TABLE" R024
        "The release is newer than the tables; the newest rows were applied"
        ""

    // Hello messages; never part of a verdict.
    HelloHttpProbe "HELLO_HTTP_PROBE" H11
        "An HTTP request arrived instead of a Hello message"
        "Nothing to do on the device: find out which program asks for a page at this port."
    HelloTruncated "HELLO_TRUNCATED" H02
        "The connection ended before the Hello message did"
        "Wait for the next Hello. If every one is cut, look for a firewall or proxy in between."
    HelloMalformed "HELLO_MALFORMED" H07
        "The data is not a Hello message, or it is damaged"
        "See which program connects to this port; if it is the device, keep the bytes and report them to the project."
    HelloVersion "HELLO_VERSION" H04
        "The Hello message has an unknown interface version"
        "Keep the bytes and report them to the project; try a host-based flow."
    HelloPsk "HELLO_PSK" H04
        "The device asks to be provisioned with a pre-shared key, which is not done here"
        "Select TLS PKI and enable remote configuration in MEBx."
    HelloUuidAbsent "HELLO_UUID_ABSENT" H10
        "The Hello message carries no UUID"
        "Check the UUID in the SMBIOS of the machine; without one it cannot be told from others."
    HelloTrailingBytes "HELLO_TRAILING_BYTES" H03
        "Bytes follow the end of the Hello message"
        ""
    HelloRetryCount "HELLO_RETRY_COUNT" H06
        "The retry count of the Hello message is greater than documented"
        ""

    // Digest.
    CredentialsExhausted "CREDENTIALS_EXHAUSTED" W533
        "The device refused every configured account and the factory's"
        "Add the password that was set in MEBx to the provisioning accounts, or reset MEBx by clearing CMOS. The account may also be locked for a while."
    StoredHashUnfit "STORED_HASH_UNFIT" W511
        "No account was accepted, and a stored password hash is not of the device's realm and algorithm, so it was not tried"
        "Enter the password itself, or its hash for the realm that the device has now."
    CredentialTrialCut "CREDENTIAL_TRIAL_CUT" W533
        "The device closed the connection twice instead of answering to an account"
        "The password may be right. Check that device and network are up, and try again later."
    ServerProofInvalid "SERVER_PROOF_INVALID" W534
        "The server's proof that it knows the password is wrong"
        "Check that no proxy and no other device stands at this address."
    RealmUnexpected "REALM_UNEXPECTED" W502
        "The realm is not \"Digest:\" and 32 hex digits, as that of a device is"
        "Check that the address is that of an AMT device."
    ChallengeCommaMissing "CHALLENGE_COMMA_MISSING" W508
        "Parameters of the challenge are separated by blanks alone"
        ""

    // Provisioning sessions; never part of a verdict.
    UnknownUuid "UNKNOWN_UUID" FOob2
        "No device with this UUID is known"
        "Import the computer by its UUID, and check the byte order of the imported one."
    ClientInstalled "CLIENT_INSTALLED" FOob2
        "The client is installed on this computer: it is provisioned in band, and its Hello is not followed"
        "Nothing to do; to provision it out of band, remove the client from it."
    TlsRefused "TLS_REFUSED" FOob5
        "The device ended the TLS handshake"
        "Look at the findings about the certificate first, then whether the interface is open and in PKI mode, then TLS versions and ciphers."
    DeviceUnreachable "DEVICE_UNREACHABLE" FOob5
        "No connection to the device comes about"
        "Check address and route, and that port 16993 is open; wait for the next Hello if the address changed."
    PeerRefused "PEER_REFUSED" FPeer
        "The device's certificate is neither self-signed nor that of an on-die CA"
        "Check that the address is that of the device; something in between may answer TLS."
    PeerUnverified "PEER_UNVERIFIED" FPeer
        "The device has a certificate of its on-die CA, and there is no root to verify it with"
        "Supply Intel's On Die CA root certificate, or accept unverified devices explicitly."
    PeerUnverifiedAccepted "PEER_UNVERIFIED_ACCEPTED" FPeer
        "The device's certificate was accepted unverified, as the caller asked"
        "Supply Intel's On Die CA root certificate."
    PeerChanged "PEER_CHANGED" FPeer
        "Another certificate answers than before"
        "Check that no other device took over the address."
    WrongState "WRONG_STATE" FOob8
        "The device is not in setup"
        "Start configuration by agent, MEBx or USB key; unprovision it first if it is provisioned."
    ReleaseUnsupported "RELEASE_UNSUPPORTED" FOob8
        "This release offers no remote configuration with certificates of this kind"
        "Update the firmware, or provision it through a local agent."
    OtpMismatch "OTP_MISMATCH" FOob9
        "The one-time password is not the agreed one"
        "Let the agent start anew; if it persists, see who else talks to the device."
    OtpNotConfirmed "OTP_NOT_CONFIRMED" FOob9
        "A one-time password was agreed, and nobody reported it"
        "Let the agent report it, or use a release that shows it in setup."
    DirectoryAccountFailed "DIRECTORY_ACCOUNT_FAILED" FOob11
        "The directory account could not be made"
        "Check the container and the rights of the service account on it."
    DeviceCertificateMissing "DEVICE_CERTIFICATE_MISSING" FDevCert
        "The certificate authority has not issued the device's certificate in time"
        "The CA holds requests as pending; a duplicated and configured template alone is not enough. (1) Open the Certification Authority snap-in and connect to the CA. (2) Right-click the CA and choose Properties. (3) Open the tab Policy Module. (4) Click Properties. (5) Choose \"Follow the settings in the certificate template, if applicable. Otherwise, automatically issue the certificate.\" (6) Close all dialogs with OK. (7) Restart the CA service."
    DeviceCertificateUnfit "DEVICE_CERTIFICATE_UNFIT" FDevCert
        "The issued certificate is not one for this device"
        "Issue one for the device's name and key, valid now, with serverAuth as extended key usage."
    ClockImplausible "CLOCK_IMPLAUSIBLE" FTime
        "The caller's clock is before 2004, which devices refuse"
        "Set the clock of this computer."
    MethodFailed "METHOD_FAILED" W304
        "The device refused a step"
        "Look up the return value in the table of this class and method."
    MessageFault "MESSAGE_FAULT" W305
        "The device answered with a fault"
        "DestinationUnreachable and ActionNotSupported: this release lacks it. AccessDenied: the account lacks the realm."
    HttpStatus "HTTP_STATUS" W305
        "The device answered with an HTTP error"
        "Check that the address is that of an AMT device and not of a proxy."
    CommitIncomplete "COMMIT_INCOMPLETE" FCommit
        "CommitChanges misses data: the certificate with TLS on, the host name with DHCP, the trusted root with mutual TLS, the clock, or from release 19 on the MEBx password"
        "Configure what is missing, and commit again."
    CommitFailed "COMMIT_FAILED" FCommit
        "CommitChanges failed"
        "Provision the device anew; if it persists, unprovision it in MEBx first."
    NotConfirmed "NOT_CONFIRMED" I03
        "The device does not say that it is provisioned"
        "Wait for its next Hello and provision it anew."
    ActivatedNotCommitted "ACTIVATED_NOT_COMMITTED" I03
        "A control mode is set, but provisioning has not finished"
        "Commit again with the stored password, or unprovision it."
    UnexpectedClientMode "UNEXPECTED_CLIENT_MODE" I03
        "The device is in Client Control Mode, which was not asked for"
        "Unprovision it, or upgrade it to Admin Control Mode."
    CallLost "CALL_LOST" I02
        "The answer to a step that is sent once was lost, and the device's state shows that it had no effect"
        "Provision the device anew: the step is not repeated blindly."
    AnswersLost "ANSWERS_LOST" I02
        "The device did not answer, however often it was asked"
        "Check the network between here and the device, and wait for its next Hello."
    TimedOut "TIMED_OUT" I10
        "What was asked of the embedding program did not come in time"
        "See why the service named by the step does not answer."
    NotStored "NOT_STORED" I01
        "A password could not be stored, so the device did not get it"
        "Repair the store, and provision the device anew."
    MebxNotPermitted "MEBX_NOT_PERMITTED" FMebx
        "The device does not let its MEBx password be set"
        "It was changed before, or its policy forbids it; set it in MEBx."
    PeriodNotExtended "PERIOD_NOT_EXTENDED" FOob8
        "The device did not extend its provisioning period"
        ""
    StatusNotReady "STATUS_NOT_READY" FInb2
        "The status of the device is not the one that provisioning in band starts from"
        "Unprovision it, or wait until the session under way ends."
    HeciMissing "HECI_MISSING" FInb2
        "The driver of the host interface (HECI, MEI) is missing"
        "Install the chipset's Management Engine driver."
    OtpNotStored "OTP_NOT_STORED" FInb4
        "The server did not store the hash of the one-time password"
        "Check the connection of the client to its site."
    HostInterfaceFailed "HOST_INTERFACE_FAILED" FInb5
        "The host interface refused a command"
        "2: the device has no DHCP lease with a DNS suffix yet. 3: it is in another mode."
    Cancelled "CANCELLED" I10
        "The caller ended the session"
        ""
}

impl Finding {
    /// Its place in [`ALL`](Self::ALL).
    #[inline]
    pub(crate) const fn index(self) -> u8 {
        // The discriminants are implicit, so they count from 0 in table order.
        #[allow(clippy::as_conversions)]
        {
            self as u8
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_in_order() {
        let names: BTreeSet<_> = Finding::ALL.iter().map(|f| f.name()).collect();
        assert_eq!(names.len(), Finding::ALL.len());
        for (index, finding) in Finding::ALL.iter().enumerate() {
            assert_eq!(usize::from(finding.index()), index);
            let name = finding.name();
            assert!(
                name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            );
        }
    }

    #[test]
    fn texts_are_sentences() {
        for finding in Finding::ALL {
            assert!(finding.text().starts_with(|c: char| c.is_ascii_uppercase()), "{finding}");
            assert!(!finding.text().ends_with('.'), "{finding}");
            let remedy = finding.remedy();
            assert!(remedy.is_empty() || remedy.ends_with(['.', ')']), "{finding}");
        }
    }
}
