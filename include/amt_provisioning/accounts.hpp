/// Accounts of devices: passwords, hashes in their place, and which of several is right.
#ifndef AMT_PROVISIONING_ACCOUNTS_HPP
#define AMT_PROVISIONING_ACCOUNTS_HPP

#include "finding.hpp"

#include <chrono>

namespace amtp {
inline namespace AMTP_CPP {

/// A user name with its password, or with the hash that is kept in its place; wiped when it is freed. What is given
/// out is the caller's to wipe.
class credentials : public detail::handle<amtp_credentials, amtp_credentials_free> {
  public:
    using handle::handle;
    /// Of a user name and its password.
    [[nodiscard]] static result<credentials> make(std::string_view user, std::string_view password) {
        bytes const secret = bytes_of(password);
        return detail::make<credentials>([&](amtp_credentials **out) {
            return amtp_credentials_new(user.data(), user.size(), secret.data(), secret.size(), out);
        });
    }
    /// Of a user name and the hash that `ha1` made for one realm.
    [[nodiscard]] static result<credentials> stored(std::string_view user, std::string_view realm,
                                                    amtp_digest_hash hash, bytes ha1) {
        bytes const of = bytes_of(realm);
        return detail::make<credentials>([&](amtp_credentials **out) {
            return amtp_credentials_new_stored(user.data(), user.size(), of.data(), of.size(), hash, ha1.data(),
                                               ha1.size(), out);
        });
    }
    /// The user name.
    [[nodiscard]] std::string_view user() const & noexcept {
        amtp_str user{"", 0};
        amtp_credentials_user(get(), &user);
        return detail::view(user);
    }
    void user() const && = delete;
    /// The hash of user name, realm and password: what can be kept in place of the password, and is worth as much for
    /// this realm.
    [[nodiscard]] result<std::vector<std::uint8_t>> ha1(amtp_digest_hash hash, std::string_view realm) const {
        bytes const of = bytes_of(realm);
        return detail::rendered<std::vector<std::uint8_t>>([&](std::uint8_t *buf, std::size_t cap, std::size_t *len) {
            return amtp_credentials_ha1(get(), hash, of.data(), of.size(), buf, cap, len);
        });
    }
};

/// What is wrong with a new password: a sum of `AMTP_PASSWORD_...`. AMT takes it if there are notes only
/// (`AMTP_PASSWORD_NOTES`).
[[nodiscard]] inline result<std::uint32_t> check_password(std::string_view password) {
    bytes const secret = bytes_of(password);
    return detail::written<std::uint32_t>(
        [&](std::uint32_t *out) { return amtp_password_check(secret.data(), secret.size(), out); });
}

/// Problems of a password in words, one a line.
[[nodiscard]] inline result<std::string> password_reasons(std::uint32_t problems) {
    return detail::rendered([&](char *buf, std::size_t cap, std::size_t *len) {
        return amtp_password_reasons(problems, buf, cap, len);
    });
}

/// A strong password that everybody takes, made of 256 bytes of a cryptographic generator, which serve for nothing
/// else. Store it before a device gets to know it.
[[nodiscard]] inline result<std::string> generate_password(bytes random) {
    return detail::rendered([&](char *buf, std::size_t cap, std::size_t *len) {
        return amtp_password_generate(random.data(), random.size(), buf, cap, len);
    });
}

/// What is wrong with the name of a new user: a sum of `AMTP_USER_NAME_...`.
[[nodiscard]] inline result<std::uint32_t> check_user_name(std::string_view name) {
    bytes const user = bytes_of(name);
    return detail::written<std::uint32_t>(
        [&](std::uint32_t *out) { return amtp_user_name_check(user.data(), user.size(), out); });
}

/// Problems of a user name in words, one a line.
[[nodiscard]] inline result<std::string> user_name_reasons(std::uint32_t problems) {
    return detail::rendered([&](char *buf, std::size_t cap, std::size_t *len) {
        return amtp_user_name_reasons(problems, buf, cap, len);
    });
}

/// What a trial asks for.
struct trial_step {
    /// What to do next.
    amtp_trial_action action;
    /// How long to wait before.
    std::chrono::seconds wait;
};

/// Tries accounts one after the other, then the factory's. Each has one wrong answer and no more, since nobody knows
/// when a device locks it.
class trial : public detail::handle<amtp_trial, amtp_trial_free> {
  public:
    using handle::handle;
    /// Of accounts, which are copied. The trial is over after `limit` of them; 0 sets no limit.
    [[nodiscard]] static result<trial> make(span<const credentials> accounts, amtp_factory_accounts factory,
                                            std::size_t limit = 0) {
        std::vector<const amtp_credentials *> raw;
        for (const credentials &one : accounts) {
            raw.push_back(one.get());
        }
        return detail::make<trial>([&](amtp_trial **out) {
            return amtp_trial_new(raw.data(), raw.size(), factory, limit, out);
        });
    }
    /// The place of the current account: among those given, or behind them for the factory's; nothing once it ended.
    [[nodiscard]] std::optional<std::size_t> place() const noexcept {
        std::size_t place = 0;
        return amtp_trial_place(get(), &place) == AMTP_OK ? std::optional(place) : std::nullopt;
    }
    /// A copy of the current account, to answer with.
    [[nodiscard]] result<credentials> account() const {
        return detail::make<credentials>([this](amtp_credentials **out) { return amtp_trial_account(get(), out); });
    }
    /// Takes what became of a request with the current account, and says what to do next.
    [[nodiscard]] result<trial_step> tell(amtp_trial_event event) {
        auto raw = detail::sized<amtp_trial_step>();
        if (amtp_status status = amtp_trial_handle(get(), event, &raw); status != AMTP_OK) {
            return detail::fail(status);
        }
        return trial_step{raw.action, std::chrono::seconds(raw.wait_seconds)};
    }
    /// Why it has ended, and what helps.
    [[nodiscard]] std::optional<finding> ended() const noexcept {
        return detail::finding_if_any([this](amtp_finding *out) { return amtp_trial_finding(get(), out); });
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_ACCOUNTS_HPP
