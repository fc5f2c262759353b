/// What sessions are told before they begin: what all share, and what is the device's own.
#ifndef AMT_PROVISIONING_SETTINGS_HPP
#define AMT_PROVISIONING_SETTINGS_HPP

#include "inputs.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// What all sessions of a service point share. A session keeps what was set when it began.
class service_point : public detail::handle<amtp_service_point, amtp_service_point_free> {
  public:
    using handle::handle;
    /// Without certificates, with the factory's accounts only.
    [[nodiscard]] static result<service_point> make() { return detail::make<service_point>(amtp_service_point_new); }
    /// Adds a provisioning certificate, which is shared.
    [[nodiscard]] result<void> add_certificate(const prepared &certificate) {
        return detail::done(amtp_service_point_add_certificate(get(), certificate.get()));
    }
    /// Adds an account to try, before the factory's: the caller's number for it.
    [[nodiscard]] result<void> add_account(std::uint64_t reference) {
        return detail::done(amtp_service_point_add_account(get(), reference));
    }
    /// Which factory accounts are tried.
    [[nodiscard]] result<void> set_factory_accounts(amtp_factory_accounts accounts) {
        return detail::done(amtp_service_point_set_factory_accounts(get(), accounts));
    }
    /// Whose habits to follow.
    [[nodiscard]] result<void> set_product(amtp_product product) {
        return detail::done(amtp_service_point_set_product(get(), product));
    }
    /// What is tolerated of the certificates, and whether to go on with one that the device is predicted to refuse.
    [[nodiscard]] result<void> set_policy(const policy &policy, bool try_rejected = false) {
        return detail::done(amtp_service_point_set_policy(get(), policy.get(), try_rejected));
    }
    /// How long a wait lasts.
    [[nodiscard]] result<void> set_timer(amtp_timer timer, std::uint64_t milliseconds) {
        return detail::done(amtp_service_point_set_timer(get(), timer, milliseconds));
    }
    /// How often a connection or a repeatable call is tried, and a device certificate looked for.
    [[nodiscard]] result<void> set_attempts(std::uint8_t transport, std::uint8_t certificate_looks) {
        return detail::done(amtp_service_point_set_attempts(get(), transport, certificate_looks));
    }
    /// Adds a root of Intel's On Die CA, DER.
    [[nodiscard]] result<void> add_on_die_root(bytes certificate) {
        return detail::done(amtp_service_point_add_on_die_root(get(), certificate.data(), certificate.size()));
    }
    /// Whether to accept a device certificate of an on-die CA for which no root is given.
    [[nodiscard]] result<void> set_accept_unverified(bool accept) {
        return detail::done(amtp_service_point_set_accept_unverified(get(), accept));
    }
};

/// What is known of one device, and what it shall be configured with; new ones leave everything as it is but the admin
/// password. A session keeps what was set when it was given them.
class device_settings : public detail::handle<amtp_device_settings, amtp_device_settings_free> {
  public:
    using handle::handle;
    /// They say nothing.
    [[nodiscard]] static result<device_settings> make() {
        return detail::make<device_settings>(amtp_device_settings_new);
    }
    /// Accepts one certificate of the device only: that with this SHA-256.
    [[nodiscard]] result<void> set_pin(bytes sha256) {
        return detail::done(amtp_device_settings_set_pin(get(), sha256.data(), sha256.size()));
    }
    /// Host name, without domain, and domain name.
    [[nodiscard]] result<void> set_names(std::string_view host, std::string_view domain,
                                         amtp_names_from from = AMTP_NAMES_FROM_IMPORT) {
        return detail::done(amtp_device_settings_set_names(get(), host.data(), host.size(), domain.data(),
                                                           domain.size(), from));
    }
    /// What is known about the device, which is copied.
    [[nodiscard]] result<void> set_facts(const facts &facts) {
        return detail::done(amtp_device_settings_set_facts(get(), facts.get()));
    }
    /// The SHA-256 of the one-time password that was agreed on.
    [[nodiscard]] result<void> set_one_time_password(bytes sha256) {
        return detail::done(amtp_device_settings_set_one_time_password(get(), sha256.data(), sha256.size()));
    }
    /// By how many hours, 1 to 24, to extend the provisioning period.
    [[nodiscard]] result<void> set_extend_period(std::uint8_t hours) {
        return detail::done(amtp_device_settings_set_extend_period(get(), hours));
    }
    /// TLS of the device; roots and names that were added are forgotten.
    [[nodiscard]] result<void> set_tls(amtp_tls_authentication authentication) {
        return detail::done(amtp_device_settings_set_tls(get(), authentication));
    }
    /// Adds a root that the device shall trust with mutual TLS, DER.
    [[nodiscard]] result<void> add_tls_root(bytes certificate) {
        return detail::done(amtp_device_settings_add_tls_root(get(), certificate.data(), certificate.size()));
    }
    /// Adds a common name that callers' certificates may have with mutual TLS, at most four.
    [[nodiscard]] result<void> add_tls_name(std::string_view name) {
        return detail::done(amtp_device_settings_add_tls_name(get(), name.data(), name.size()));
    }
    /// What to do about the MEBx password; `changed` is empty if it is not known whether somebody changed it.
    [[nodiscard]] result<void> set_mebx(amtp_mebx_password password, std::uint64_t reference = 0,
                                        std::optional<bool> changed = std::nullopt,
                                        amtp_mebx_policy policy = AMTP_MEBX_POLICY_UNKNOWN) {
        std::int32_t const known = changed ? *changed : -1;
        return detail::done(amtp_device_settings_set_mebx(get(), password, reference, known, policy));
    }
    /// A setting that is a yes or no.
    [[nodiscard]] result<void> set_option(amtp_device_option option, bool on) {
        return detail::done(amtp_device_settings_set_option(get(), option, on));
    }
    /// Has the access control list emptied, and forgets the entries that were added.
    [[nodiscard]] result<void> clear_acl() { return detail::done(amtp_device_settings_clear_acl(get())); }
    /// Adds an entry to the access control list: a user with a password that the caller holds.
    [[nodiscard]] result<void> add_digest_user(std::string_view name, std::uint64_t reference, amtp_acl_access access,
                                               span<const std::uint32_t> realms) {
        return detail::done(amtp_device_settings_add_digest_user(get(), name.data(), name.size(), reference, access,
                                                                 realms.data(), realms.size()));
    }
    /// The same for a directory user or group, by its binary SID.
    [[nodiscard]] result<void> add_kerberos_user(bytes sid, amtp_acl_access access, span<const std::uint32_t> realms) {
        return detail::done(amtp_device_settings_add_kerberos_user(get(), sid.data(), sid.size(), access, realms.data(),
                                                                   realms.size()));
    }
    /// The power package; empty: always on except power loss.
    [[nodiscard]] result<void> set_power_scheme(std::string_view scheme) {
        return detail::done(amtp_device_settings_set_power_scheme(get(), scheme.data(), scheme.size()));
    }
    /// The wireless profiles that replace those that there are: the caller's numbers for them.
    [[nodiscard]] result<void> set_wireless(span<const std::uint64_t> profiles) {
        return detail::done(amtp_device_settings_set_wireless(get(), profiles.data(), profiles.size()));
    }
    /// The wired 802.1X profile: the caller's number for it.
    [[nodiscard]] result<void> set_wired_8021x(std::uint64_t profile) {
        return detail::done(amtp_device_settings_set_wired_8021x(get(), profile));
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_SETTINGS_HPP
