/// The client agent's side of provisioning in band.
#ifndef AMT_PROVISIONING_AGENT_HPP
#define AMT_PROVISIONING_AGENT_HPP

#include "session.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// What an agent says to do next.
struct agent_output {
    /// What.
    amtp_agent_output_kind kind;
    /// At the end: is the network interface open?
    bool interface_open;
    /// How many random bytes.
    std::size_t length;
    /// Until when to wait, in milliseconds of the monotonic clock.
    std::uint64_t until;
    /// A hash or a secret, which is wiped with the next `poll`.
    bytes data;
};

/// The client agent's session: agrees on a one-time password with the server, and only then opens the interface.
class agent : public detail::telling_handle<amtp_agent, amtp_agent_free, amtp_agent_error, amtp_agent_error_text> {
  public:
    using telling_handle::telling_handle;
    /// For a service point whose certificate has a root with this hash. Each answer is waited for `patience`
    /// milliseconds; 0 stands for 5 minutes.
    [[nodiscard]] static result<agent> make(std::string_view root_hash, amtp_product product, moment now,
                                            std::uint64_t patience = 0) {
        return detail::make<agent>([&](amtp_agent **out) {
            return amtp_agent_new(root_hash.data(), root_hash.size(), product, patience, now.monotonic, now.wall, out);
        });
    }
    /// What to do next.
    [[nodiscard]] result<agent_output> poll() & {
        auto raw = detail::sized<amtp_agent_output>();
        amtp_status const status = amtp_agent_poll(get(), &raw);
        return done(status, agent_output{raw.kind, raw.interface_open != 0, raw.length, raw.until, detail::view(raw.data)});
    }
    /// What the computer has: the driver of the host interface, the device's status, its root hashes.
    [[nodiscard]] result<void> facts_read(moment now, bool host_interface, amtp_device_status status,
                                          const facts &facts) {
        return done(amtp_agent_facts(get(), now.monotonic, now.wall, host_interface, status, facts.get()));
    }
    /// Bytes of the system's generator.
    [[nodiscard]] result<void> random(moment now, bytes random) {
        return done(amtp_agent_random(get(), now.monotonic, now.wall, random.data(), random.size()));
    }
    /// Did the server store the hash?
    [[nodiscard]] result<void> hash_stored(moment now, bool stored) {
        return done(amtp_agent_hash_stored(get(), now.monotonic, now.wall, stored));
    }
    /// The status of the host interface's command that sets the one-time password; 0 is success.
    [[nodiscard]] result<void> password_set(moment now, std::uint32_t status) {
        return done(amtp_agent_password_set(get(), now.monotonic, now.wall, status));
    }
    /// The status of the host interface's command that opens the network interface; 0 is success.
    [[nodiscard]] result<void> interface_opened(moment now, std::uint32_t status) {
        return done(amtp_agent_interface_opened(get(), now.monotonic, now.wall, status));
    }
    /// Time has passed.
    [[nodiscard]] result<void> tick(moment now) { return done(amtp_agent_tick(get(), now.monotonic, now.wall)); }
    /// The session shall end.
    [[nodiscard]] result<void> cancel(moment now) { return done(amtp_agent_cancel(get(), now.monotonic, now.wall)); }
    /// What ended the session; nothing if all is done.
    [[nodiscard]] std::optional<finding> cause() const noexcept {
        return detail::finding_if_any([this](amtp_finding *out) { return amtp_agent_cause(get(), out); });
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_AGENT_HPP
