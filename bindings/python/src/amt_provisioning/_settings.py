"""What sessions are told before they begin: what all share, and what is the device's own."""

from __future__ import annotations

from typing import Optional, Sequence

from . import _c
from ._c import Handle, Text, ffi, lib
from ._enums import (
    AclAccess,
    DeviceOption,
    FactoryAccounts,
    MebxPassword,
    MebxPolicy,
    NamesFrom,
    Product,
    Timer,
    TlsAuthentication,
)
from ._validation import Facts, Policy, Prepared


class ServicePoint(Handle):
    """What all sessions of a service point share. A session keeps what was set when it began."""

    _noun = "service_point"

    def __init__(self, certificates: Sequence[Prepared] = (), accounts: Sequence[int] = ()) -> None:
        """With these provisioning certificates, which are shared, and these accounts to try before the factory's: the
        caller's numbers for them."""
        super().__init__()
        for certificate in certificates:
            _c.check(lib.amtp_service_point_add_certificate(self._raw, certificate._raw))
        for reference in accounts:
            _c.check(lib.amtp_service_point_add_account(self._raw, reference))

    def set_factory_accounts(self, accounts: FactoryAccounts) -> None:
        """Which factory accounts are tried."""
        _c.check(lib.amtp_service_point_set_factory_accounts(self._raw, accounts))

    def set_product(self, product: Product) -> None:
        """Whose habits to follow."""
        _c.check(lib.amtp_service_point_set_product(self._raw, product))

    def set_policy(self, policy: Policy, try_rejected: bool = False) -> None:
        """What is tolerated of the certificates, and whether to go on with one that the device is predicted to
        refuse."""
        _c.check(lib.amtp_service_point_set_policy(self._raw, policy._raw, try_rejected))

    def set_timer(self, timer: Timer, milliseconds: int) -> None:
        """How long a wait lasts."""
        _c.check(lib.amtp_service_point_set_timer(self._raw, timer, milliseconds))

    def set_attempts(self, transport: int, certificate_looks: int) -> None:
        """How often a connection or a repeatable call is tried, and a device certificate looked for."""
        _c.check(lib.amtp_service_point_set_attempts(self._raw, transport, certificate_looks))

    def add_on_die_root(self, certificate: bytes) -> None:
        """Adds a root of Intel's On Die CA, DER."""
        _c.check(lib.amtp_service_point_add_on_die_root(self._raw, certificate, len(certificate)))

    def set_accept_unverified(self, accept: bool) -> None:
        """Whether to accept a device certificate of an on-die CA for which no root is given."""
        _c.check(lib.amtp_service_point_set_accept_unverified(self._raw, accept))


class DeviceSettings(Handle):
    """What is known of one device, and what it shall be configured with. New ones leave everything as it is but the
    admin password. A session keeps what was set when it was given them."""

    _noun = "device_settings"

    def set_pin(self, sha256: bytes) -> None:
        """Accepts one certificate of the device only: that with this SHA-256."""
        _c.check(lib.amtp_device_settings_set_pin(self._raw, sha256, len(sha256)))

    def __init__(self, facts: Optional[Facts] = None) -> None:
        """With what is known about the device, which is copied."""
        super().__init__()
        if facts is not None:
            _c.check(lib.amtp_device_settings_set_facts(self._raw, facts._raw))

    def set_names(self, host: Text, domain: Text, names_from: NamesFrom = NamesFrom.IMPORT) -> None:
        """Host name, without domain, and domain name."""
        name, suffix = _c.utf8(host), _c.utf8(domain)
        _c.check(
            lib.amtp_device_settings_set_names(self._raw, name, len(name), suffix, len(suffix), names_from)
        )

    def set_one_time_password(self, sha256: bytes) -> None:
        """The SHA-256 of the one-time password that was agreed on."""
        _c.check(lib.amtp_device_settings_set_one_time_password(self._raw, sha256, len(sha256)))

    def set_extend_period(self, hours: int) -> None:
        """By how many hours, 1 to 24, to extend the provisioning period."""
        _c.check(lib.amtp_device_settings_set_extend_period(self._raw, hours))

    def set_tls(
        self, authentication: TlsAuthentication, roots: Sequence[bytes] = (), names: Sequence[Text] = ()
    ) -> None:
        """TLS of the device; with mutual TLS the roots it shall trust, DER, and at most four common names that callers'
        certificates may have."""
        _c.check(lib.amtp_device_settings_set_tls(self._raw, authentication))
        for root in roots:
            _c.check(lib.amtp_device_settings_add_tls_root(self._raw, root, len(root)))
        for name in map(_c.utf8, names):
            _c.check(lib.amtp_device_settings_add_tls_name(self._raw, name, len(name)))

    def set_mebx(
        self,
        password: MebxPassword,
        reference: int = 0,
        changed: Optional[bool] = None,
        policy: MebxPolicy = MebxPolicy.UNKNOWN,
    ) -> None:
        """What to do about the MEBx password; `changed` is None if it is not known whether somebody changed it."""
        known = -1 if changed is None else int(changed)
        _c.check(lib.amtp_device_settings_set_mebx(self._raw, password, reference, known, policy))

    def set_option(self, option: DeviceOption, on: bool) -> None:
        """A setting that is a yes or no."""
        _c.check(lib.amtp_device_settings_set_option(self._raw, option, on))

    def clear_acl(self) -> None:
        """Has the access control list emptied, and forgets the entries that were added."""
        _c.check(lib.amtp_device_settings_clear_acl(self._raw))

    def add_digest_user(self, name: Text, reference: int, access: AclAccess, realms: Sequence[int]) -> None:
        """Adds an entry to the access control list: a user with a password that the caller holds."""
        user = _c.utf8(name)
        _c.check(
            lib.amtp_device_settings_add_digest_user(
                self._raw, user, len(user), reference, access, ffi.new("uint32_t[]", realms), len(realms)
            )
        )

    def add_kerberos_user(self, sid: bytes, access: AclAccess, realms: Sequence[int]) -> None:
        """The same for a directory user or group, by its binary SID."""
        _c.check(
            lib.amtp_device_settings_add_kerberos_user(
                self._raw, sid, len(sid), access, ffi.new("uint32_t[]", realms), len(realms)
            )
        )

    def set_power_scheme(self, scheme: Text) -> None:
        """The power package; empty: always on except power loss."""
        name = _c.utf8(scheme)
        _c.check(lib.amtp_device_settings_set_power_scheme(self._raw, name, len(name)))

    def set_wireless(self, profiles: Sequence[int]) -> None:
        """The wireless profiles that replace those that there are: the caller's numbers for them."""
        numbers = ffi.new("uint64_t[]", profiles)
        _c.check(lib.amtp_device_settings_set_wireless(self._raw, numbers, len(profiles)))

    def set_wired_8021x(self, profile: int) -> None:
        """The wired 802.1X profile: the caller's number for it."""
        _c.check(lib.amtp_device_settings_set_wired_8021x(self._raw, profile))
