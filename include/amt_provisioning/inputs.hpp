/// Certificates, devices, policies: what is judged.
#ifndef AMT_PROVISIONING_INPUTS_HPP
#define AMT_PROVISIONING_INPUTS_HPP

#include "handle.hpp"

#include <array>

namespace amtp {
inline namespace AMTP_CPP {

/// The certificates of an input, in any form and order.
class bag : public detail::telling_handle<amtp_bag, amtp_bag_free, amtp_bag_error, amtp_bag_error_text> {
    struct certificate_at {
        const amtp_bag *of;
        bytes operator()(std::size_t index) const noexcept {
            amtp_bytes der{};
            return amtp_bag_certificate(of, index, &der) == AMTP_OK ? detail::view(der) : bytes();
        }
    };
    struct note_at {
        const amtp_bag *of;
        error operator()(std::size_t index) const {
            auto place = detail::sized<amtp_error>();
            if (amtp_status status = amtp_bag_note(of, index, &place); status != AMTP_OK) {
                return {status, {}, {}, {}};
            }
            return detail::located(place, [&](char *buf, std::size_t cap, std::size_t *len) {
                return amtp_bag_note_text(of, index, buf, cap, len);
            });
        }
    };

  public:
    using telling_handle::telling_handle;
    /// An empty one.
    [[nodiscard]] static result<bag> make() { return detail::make<bag>(amtp_bag_new); }
    /// How much input is read before it is refused; 0 leaves a limit at its default.
    [[nodiscard]] result<void> set_limits(std::size_t certificates, std::size_t certificate_bytes,
                                          std::size_t input_bytes) {
        return done(amtp_bag_set_limits(get(), certificates, certificate_bytes, input_bytes));
    }
    /// Reads the contents of one file, in place of what it held; they are copied.
    [[nodiscard]] result<void> read(bytes data) { return done(amtp_bag_read(get(), data.data(), data.size())); }
    /// Reads several files as one, in place of what it held; they are copied.
    [[nodiscard]] result<void> read_all(span<const bytes> items) {
        std::vector<amtp_bytes> raw;
        for (bytes item : items) {
            raw.push_back(detail::raw(item));
        }
        return done(amtp_bag_read_all(get(), raw.data(), raw.size()));
    }
    /// The distinct certificates in DER; valid until the bag reads again or is freed.
    [[nodiscard]] auto certificates() const & {
        return range(certificate_at{get()}, amtp_bag_certificate_count(get()));
    }
    void certificates() const && = delete;
    /// The parts of the input that are not used, and why.
    [[nodiscard]] auto notes() const & { return range(note_at{get()}, amtp_bag_note_count(get())); }
    void notes() const && = delete;
    /// How many PEM blocks with a private key were stepped over.
    [[nodiscard]] std::size_t keys_ignored() const noexcept { return amtp_bag_keys_ignored(get()); }
};

/// How much work path building may do; 0 leaves a limit at its default.
struct path_limits {
    /// Certificates of one path, leaf and root included; 10.
    std::size_t certificates = 0;
    /// Paths kept for one leaf; 64.
    std::size_t paths = 0;
    /// Signatures verified for one bag; 256.
    std::size_t signatures = 0;
    /// Certificates visited while searching one bag; 4,096.
    std::size_t steps = 0;
};

/// A bag ready for judging, every signature verified once. It depends on no device and no time.
class prepared : public detail::handle<amtp_prepared, amtp_prepared_free> {
  public:
    using handle::handle;
    /// Of a bag, which is copied. `public_key` is the DER SubjectPublicKeyInfo of the private key that the caller
    /// holds; empty if it cannot tell.
    [[nodiscard]] static result<prepared> make(const bag &bag, bytes public_key = {}, path_limits limits = {}) {
        const amtp_path_limits raw{sizeof raw, limits.certificates, limits.paths, limits.signatures, limits.steps};
        return detail::make<prepared>([&](amtp_prepared **out) {
            return amtp_prepared_new(bag.get(), public_key.data(), public_key.size(), &raw, out);
        });
    }
};

/// Everything that the caller knows about a device. What is not stated is unknown, and never guessed.
class facts : public detail::telling_handle<amtp_facts, amtp_facts_free, amtp_facts_error, amtp_facts_error_text> {
    static std::int32_t flag(std::optional<bool> active) noexcept { return active ? *active : -1; }

  public:
    using telling_handle::telling_handle;
    /// Those that say nothing.
    [[nodiscard]] static result<facts> make() { return detail::make<facts>(amtp_facts_new); }
    /// The firmware release as a device or tool prints it, such as `16.1.30.2269`.
    [[nodiscard]] result<void> set_release(std::string_view release, amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_release(get(), release.data(), release.size(), source));
    }
    /// The firmware release by its numbers: major, minor, hotfix, build.
    [[nodiscard]] result<void> set_release(const std::array<std::uint16_t, 4> &numbers,
                                           amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_release_numbers(get(), numbers[0], numbers[1], numbers[2], numbers[3], source));
    }
    /// `AMTP_FACT_PLATFORM` or one that follows: a number of the enum that its comment names, or 0 or 1.
    [[nodiscard]] result<void> set(amtp_fact fact, std::int32_t value, amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set(get(), fact, value, source));
    }
    /// `AMTP_FACT_SERVER_FQDN` or `AMTP_FACT_HOME_DOMAIN`.
    [[nodiscard]] result<void> set_name(amtp_fact fact, std::string_view name,
                                        amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_name(get(), fact, name.data(), name.size(), source));
    }
    /// A DNS suffix, and where it is from; all of them belong here, also those that do not count.
    [[nodiscard]] result<void> add_suffix(std::string_view suffix,
                                          amtp_suffix_source from = AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX,
                                          amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_add_suffix(get(), suffix.data(), suffix.size(), from, source));
    }
    /// Root certificate hashes that the device holds, one a line: `[ALGORITHM:]HASH[,active|inactive]`. `active` is
    /// what an entry is that does not say; nothing for unknown.
    [[nodiscard]] result<void> add_root_hashes(std::string_view lines, std::optional<bool> active = true,
                                               amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_add_root_hashes(get(), lines.data(), lines.size(), flag(active), source));
    }
    /// A root certificate hash as the host interface or WS-Management gives it. State the release first.
    [[nodiscard]] result<void> add_interface_hash(std::uint8_t algorithm_id, bytes field, std::optional<bool> active,
                                                  amtp_source source = AMTP_SOURCE_HOST_INTERFACE) {
        return done(
            amtp_facts_add_interface_hash(get(), algorithm_id, field.data(), field.size(), flag(active), source));
    }
    /// The device has no such thing.
    [[nodiscard]] result<void> set_absent(amtp_fact fact, amtp_source source = AMTP_SOURCE_OPERATOR) {
        return done(amtp_facts_set_absent(get(), fact, source));
    }
    /// Unknown again.
    [[nodiscard]] result<void> forget(amtp_fact fact) { return done(amtp_facts_forget(get(), fact)); }
};

/// A device ready for judging.
class device : public detail::handle<amtp_device, amtp_device_free> {
  public:
    using handle::handle;
    /// Of what is known about it, which is copied.
    [[nodiscard]] static result<device> make(const facts &facts) {
        return detail::make<device>([&](amtp_device **out) { return amtp_device_new(facts.get(), out); });
    }
};

/// What the caller tolerates: one switch per open decision. Where one is taken, nullptr is the default one.
class policy : public detail::handle<amtp_policy, amtp_policy_free> {
  public:
    using handle::handle;
    /// The default one.
    [[nodiscard]] static result<policy> make() { return detail::make<policy>(amtp_policy_new); }
    /// Sets a switch: a number of the enum that the option's comment names.
    [[nodiscard]] result<void> set(amtp_policy_option option, std::int32_t value) {
        return detail::done(amtp_policy_set(get(), option, value));
    }
    /// How a switch is set.
    [[nodiscard]] result<std::int32_t> get_option(amtp_policy_option option) const {
        return detail::written<std::int32_t>([&](std::int32_t *out) { return amtp_policy_get(get(), option, out); });
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_INPUTS_HPP
