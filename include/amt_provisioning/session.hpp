/// The provisioning sessions, without I/O.
#ifndef AMT_PROVISIONING_SESSION_HPP
#define AMT_PROVISIONING_SESSION_HPP

#include "hello.hpp"
#include "judgement.hpp"
#include "settings.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// Both clocks of the caller.
struct moment {
    /// Milliseconds of a clock that never jumps; it drives the waits.
    std::uint64_t monotonic;
    /// Seconds since 1970 (UTC), for certificates and the device's clock.
    std::int64_t wall;
};

/// What a session says to do next; what does not belong to its kind is 0 or empty. Texts and bytes belong to the
/// session until its next `poll`.
struct output {
    /// What.
    amtp_output_kind kind;
    /// What the secret is for.
    amtp_purpose purpose;
    /// The operation of a call.
    amtp_operation operation;
    /// Whose account to use for it.
    amtp_account account;
    /// With `AMTP_ACCOUNT_STORED`: the caller's number for it.
    std::uint64_t account_reference;
    /// The number of the message.
    std::uint32_t message;
    /// The number of its sending, from 1.
    std::uint32_t sending;
    /// Is another connection to be opened for the call?
    bool new_connection;
    /// May the call be sent again when its answer was lost?
    bool repeatable;
    /// How many random bytes.
    std::size_t length;
    /// Which look for a certificate, from 1.
    std::uint32_t look;
    /// Until when to wait, in milliseconds of the monotonic clock.
    std::uint64_t until;
    /// The device.
    amtp::uuid uuid;
    /// Its full name.
    std::string_view fqdn;
    /// Its public key, DER.
    bytes public_key;
    /// A secret to store, which is wiped with the next `poll`.
    bytes secret;
};

/// Where to connect to.
struct endpoint {
    /// The address of the device, which belongs to the session until its next `poll`.
    std::string_view address;
    /// The port.
    std::uint32_t port;
    /// Is TLS to be used?
    bool tls;
    /// SHA-256 of the one certificate that the device may show, which belongs to the session until its next `poll`;
    /// empty if none is known. Another one must be refused before anything is sent.
    bytes pin;
};

/// What a session reports; what does not belong to its kind is 0 or empty.
struct event {
    /// What.
    amtp_event_kind kind;
    /// What is known of the device.
    amtp_device_status status;
    /// On what grounds its certificate was accepted.
    amtp_peer_trust trust;
    /// Why the session waits.
    amtp_timer timer;
    /// The part of the session that the step belongs to.
    amtp_stage stage;
    /// What the step does; lives as long as the library.
    std::string_view step;
    /// Its number, from 1.
    std::size_t step_number;
    /// How many there are.
    std::size_t step_count;
    /// When the wait ends, in milliseconds of the monotonic clock.
    std::uint64_t until;
    /// The account that was found.
    amtp_account account;
    /// With `AMTP_ACCOUNT_STORED`: the caller's number for it.
    std::uint64_t account_reference;
    /// The certificate that was chosen, by its place, from 0.
    std::size_t certificate;
    /// All of it in one line, for a log.
    std::string text;
};

/// How a session ended.
struct session_outcome {
    /// Is all done?
    bool success;
    /// What is known of the device now.
    amtp_device_status status;
    /// How far it came.
    amtp_milestone milestone;
    /// The caller's number for the admin password, if one was stored: the device may have it from here on.
    std::optional<std::uint64_t> admin_password;
    /// The caller's number for the MEBx password, if one was sent.
    std::optional<std::uint64_t> mebx_password;
};

/// A step of a session.
struct plan_step {
    /// What it does; lives as long as the library.
    std::string_view text;
    /// The part of the session that it belongs to.
    amtp_stage stage;
};

/// What a device answered. Everything is copied by `session::answered`.
struct reply {
    /// What.
    amtp_reply_kind kind = AMTP_REPLY_KIND_DONE;
    /// A number, where the kind has one.
    std::int64_t number = 0;
    /// A text or bytes, where the kind has one.
    bytes data{};
    /// Texts, where the kind has them.
    std::vector<std::string_view> items{};
    /// Numbers, where the kind has them.
    std::vector<std::uint32_t> numbers{};
};

/// The service point's session with one device. Do what `poll` says, tell what came of it, and poll again until it says
/// that the session has finished; an input may be given only when it says to wait.
class session
    : public detail::telling_handle<amtp_session, amtp_session_free, amtp_session_error, amtp_session_error_text> {
    struct certificate_at {
        const amtp_session *of;
        bytes operator()(std::size_t index) const noexcept {
            amtp_bytes der{};
            return amtp_session_endpoint_certificate(of, index, &der) == AMTP_OK ? detail::view(der) : bytes();
        }
    };
    struct step_at {
        const amtp_session *of;
        plan_step operator()(std::size_t index) const noexcept {
            amtp_str text{"", 0};
            amtp_session_plan_step(of, index, &text);
            return {detail::view(text), amtp_session_plan_stage(of, index)};
        }
    };
    using suspect_at = detail::finding_at<amtp_session, amtp_session_suspect>;

  public:
    using telling_handle::telling_handle;
    /// Begun by a Hello that came from this address.
    [[nodiscard]] static result<session> out_of_band(const service_point &service, const hello &hello,
                                                     std::string_view from, moment now) {
        return detail::make<session>([&](amtp_session **out) {
            return amtp_session_out_of_band(service.get(), hello.get(), from.data(), from.size(), now.monotonic,
                                            now.wall, out);
        });
    }
    /// Begun by the site server's instruction; `reported` is the SHA-256 of the one-time password that the agent
    /// reports, empty if it reports none.
    [[nodiscard]] static result<session> in_band(const service_point &service, const device_settings &settings,
                                                 const uuid &uuid, std::string_view address, bytes reported,
                                                 moment now) {
        return detail::make<session>([&](amtp_session **out) {
            return amtp_session_in_band(service.get(), settings.get(), &uuid.get(), address.data(), address.size(),
                                        reported.data(), reported.size(), now.monotonic, now.wall, out);
        });
    }
    /// Goes on with a saved session out of band; `settings` is null if it had none yet.
    [[nodiscard]] static result<session> restore_out_of_band(const service_point &service,
                                                             const device_settings *settings, bytes snapshot,
                                                             moment now) {
        return detail::make<session>([&](amtp_session **out) {
            return amtp_session_restore_out_of_band(service.get(), settings ? settings->get() : nullptr,
                                                    snapshot.data(), snapshot.size(), now.monotonic, now.wall, out);
        });
    }
    /// Goes on with a saved session in band.
    [[nodiscard]] static result<session> restore_in_band(const service_point &service, const device_settings &settings,
                                                         bytes snapshot, moment now) {
        return detail::make<session>([&](amtp_session **out) {
            return amtp_session_restore_in_band(service.get(), settings.get(), snapshot.data(), snapshot.size(),
                                                now.monotonic, now.wall, out);
        });
    }
    /// The session at rest, for another process to go on with: no secret, no clock.
    [[nodiscard]] result<std::vector<std::uint8_t>> snapshot() const {
        return detail::rendered<std::vector<std::uint8_t>>([this](std::uint8_t *buf, std::size_t cap, std::size_t *len) {
            return amtp_session_snapshot(get(), buf, cap, len);
        });
    }
    /// What to do next.
    [[nodiscard]] result<output> poll() & {
        auto raw = detail::sized<amtp_output>();
        if (amtp_status status = amtp_session_poll(get(), &raw); status != AMTP_OK) {
            return detail::fail(status);
        }
        return output{raw.kind,
                      raw.purpose,
                      raw.operation,
                      raw.account,
                      raw.account_reference,
                      raw.message,
                      raw.sending,
                      raw.new_connection != 0,
                      raw.repeatable != 0,
                      raw.length,
                      raw.look,
                      raw.until,
                      amtp::uuid(raw.uuid),
                      detail::view(raw.fqdn),
                      detail::view(raw.public_key),
                      detail::view(raw.secret)};
    }

    /// Where the current output asks for a connection to; nothing if it asks for none.
    [[nodiscard]] std::optional<amtp::endpoint> endpoint() const & noexcept {
        auto raw = detail::sized<amtp_endpoint>();
        if (amtp_session_endpoint(get(), &raw) != AMTP_OK) {
            return std::nullopt;
        }
        amtp_bytes pin{};
        bool const pinned = amtp_session_endpoint_pin(get(), &pin) == AMTP_OK;
        return amtp::endpoint{detail::view(raw.address), raw.port, raw.tls != 0, pinned ? detail::view(pin) : bytes()};
    }
    void endpoint() const && = delete;
    /// The certificates to present to it, leaf first and root included, DER.
    [[nodiscard]] auto presented() const & noexcept {
        auto raw = detail::sized<amtp_endpoint>();
        amtp_status const status = amtp_session_endpoint(get(), &raw);
        return range(certificate_at{get()}, status == AMTP_OK ? raw.certificates : 0);
    }
    void presented() const && = delete;
    /// How many values an operand of the call has.
    [[nodiscard]] std::size_t operand_count(amtp_operand operand) const noexcept {
        return amtp_session_operand_count(get(), operand);
    }
    /// An operand of the call that is a text; it belongs to the session until its next `poll`.
    [[nodiscard]] result<std::string_view> operand_text(amtp_operand operand, std::size_t index = 0) const & {
        amtp_str text{};
        amtp_status const status = amtp_session_operand_text(get(), operand, index, &text);
        return status == AMTP_OK ? result<std::string_view>(detail::view(text)) : detail::fail(status);
    }
    /// An operand that is bytes; they belong to the session until its next `poll`.
    [[nodiscard]] result<bytes> operand_bytes(amtp_operand operand, std::size_t index = 0) const & {
        amtp_bytes data{};
        amtp_status const status = amtp_session_operand_bytes(get(), operand, index, &data);
        return status == AMTP_OK ? result<bytes>(detail::view(data)) : detail::fail(status);
    }
    /// An operand that is a number.
    [[nodiscard]] result<std::int64_t> operand_number(amtp_operand operand, std::size_t index = 0) const {
        return detail::written<std::int64_t>(
            [&](std::int64_t *out) { return amtp_session_operand_number(get(), operand, index, out); });
    }
    /// An operand that is a number of the caller.
    [[nodiscard]] result<std::uint64_t> operand_reference(amtp_operand operand) const {
        return detail::written<std::uint64_t>(
            [&](std::uint64_t *out) { return amtp_session_operand_reference(get(), operand, out); });
    }
    /// The report of the current output; nothing if it is none.
    [[nodiscard]] std::optional<amtp::event> event() const {
        auto raw = detail::sized<amtp_event>();
        if (amtp_session_event(get(), &raw) != AMTP_OK) {
            return std::nullopt;
        }
        auto text = detail::rendered_or_empty([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_session_event_text(get(), buf, cap, len);
        });
        return amtp::event{raw.kind,       raw.status,         raw.trust,       raw.timer,
                           raw.stage,      detail::view(raw.step), raw.step_number, raw.step_count,
                           raw.until,      raw.account,        raw.account_reference, raw.certificate,
                           std::move(text)};
    }
    /// How the certificate was judged that was just chosen.
    [[nodiscard]] result<void> judged(evaluation &into) const {
        return detail::done(amtp_session_event_evaluation(get(), into.get()));
    }
    /// How the session ended; nothing before.
    [[nodiscard]] std::optional<session_outcome> outcome() const noexcept {
        auto raw = detail::sized<amtp_session_outcome>();
        if (amtp_session_result(get(), &raw) != AMTP_OK) {
            return std::nullopt;
        }
        session_outcome found{raw.success != 0, raw.status, raw.milestone, {}, {}};
        if (raw.has_admin_password) {
            found.admin_password = raw.admin_password;
        }
        if (raw.has_mebx_password) {
            found.mebx_password = raw.mebx_password;
        }
        return found;
    }
    /// What ended the session, or what the current report is about.
    [[nodiscard]] std::optional<finding> cause() const noexcept {
        return detail::finding_if_any([this](amtp_finding *out) { return amtp_session_cause(get(), out); });
    }
    /// The same with the step that was under way and what was seen; empty if there is none.
    [[nodiscard]] std::string cause_text() const {
        return detail::rendered_or_empty([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_session_cause_text(get(), buf, cap, len);
        });
    }
    /// Findings that bear on the cause, the likeliest first.
    [[nodiscard]] auto suspects() const & noexcept {
        auto raw = detail::sized<amtp_session_outcome>();
        amtp_status const status = amtp_session_result(get(), &raw);
        return range(suspect_at{get()}, status == AMTP_OK ? raw.suspects : 0);
    }
    void suspects() const && = delete;
    /// The steps, while it configures a device.
    [[nodiscard]] auto plan() const & noexcept { return range(step_at{get()}, amtp_session_plan_count(get())); }
    void plan() const && = delete;

    /// A Hello of the device came, from this address.
    [[nodiscard]] result<void> hello_came(moment now, const hello &hello, std::string_view from) {
        return done(amtp_session_hello(get(), now.monotonic, now.wall, hello.get(), from.data(), from.size()));
    }
    /// What the steps would do that are not done: the current one, or after a failure the one that failed, and those
    /// behind it. The texts live as long as the library.
    [[nodiscard]] std::vector<std::string_view> unfinished() const {
        std::vector<std::string_view> steps(amtp_session_unfinished_count(get()));
        for (std::size_t index = 0; index < steps.size(); ++index) {
            amtp_str text{"", 0};
            amtp_session_unfinished_step(get(), index, &text);
            steps[index] = detail::view(text);
        }
        return steps;
    }
    /// The device is known, and to be provisioned with these settings.
    [[nodiscard]] result<void> resolved(moment now, const device_settings &settings) {
        return done(amtp_session_resolved(get(), now.monotonic, now.wall, settings.get()));
    }
    /// The device is not to be provisioned.
    [[nodiscard]] result<void> not_resolved(moment now, amtp_not_resolved why) {
        return done(amtp_session_not_resolved(get(), now.monotonic, now.wall, why));
    }
    /// A connection is open; the device's certificates in DER, leaf first, none without TLS.
    [[nodiscard]] result<void> connected(moment now, span<const bytes> chain) {
        std::vector<amtp_bytes> raw;
        for (bytes item : chain) {
            raw.push_back(detail::raw(item));
        }
        return done(amtp_session_connected(get(), now.monotonic, now.wall, raw.data(), raw.size()));
    }
    /// No connection came about.
    [[nodiscard]] result<void> not_connected(moment now, amtp_connect_failure failure, std::int64_t code) {
        return done(amtp_session_not_connected(get(), now.monotonic, now.wall, failure, code));
    }
    /// The connection ended while no call was under way.
    [[nodiscard]] result<void> disconnected(moment now) {
        return done(amtp_session_disconnected(get(), now.monotonic, now.wall));
    }
    /// The device replied to this call.
    [[nodiscard]] result<void> answered(moment now, const output &call, const reply &reply) {
        std::vector<amtp_bytes> items;
        for (std::string_view item : reply.items) {
            items.push_back(detail::raw(item));
        }
        auto raw = detail::sized<amtp_reply>();
        raw.kind = reply.kind;
        raw.number = reply.number;
        raw.data = detail::raw(reply.data);
        raw.items = items.data();
        raw.numbers = reply.numbers.data();
        raw.count = items.empty() ? reply.numbers.size() : items.size();
        return done(amtp_session_answered(get(), now.monotonic, now.wall, call.message, call.sending, &raw));
    }
    /// There is no reply to this call.
    [[nodiscard]] result<void> failed(moment now, const output &call, amtp_call_failure why, std::uint32_t code = 0) {
        return done(amtp_session_failed(get(), now.monotonic, now.wall, call.message, call.sending, why, code));
    }
    /// Bytes of the system's generator.
    [[nodiscard]] result<void> random(moment now, bytes random) {
        return done(amtp_session_random(get(), now.monotonic, now.wall, random.data(), random.size()));
    }
    /// The secret is stored for good, under this number of the caller.
    [[nodiscard]] result<void> stored(moment now, amtp_purpose purpose, std::uint64_t reference) {
        return done(amtp_session_stored(get(), now.monotonic, now.wall, purpose, reference));
    }
    /// The secret could not be stored.
    [[nodiscard]] result<void> not_stored(moment now) {
        return done(amtp_session_not_stored(get(), now.monotonic, now.wall));
    }
    /// The directory account exists: Kerberos realm, service principal names, the caller's number for its key.
    [[nodiscard]] result<void> directory_account(moment now, std::string_view realm,
                                                 span<const std::string_view> principals, std::uint64_t reference) {
        std::vector<amtp_bytes> raw;
        for (std::string_view name : principals) {
            raw.push_back(detail::raw(name));
        }
        return done(amtp_session_directory_account(get(), now.monotonic, now.wall, realm.data(), realm.size(),
                                                   raw.data(), raw.size(), reference));
    }
    /// The directory account could not be made.
    [[nodiscard]] result<void> no_directory_account(moment now) {
        return done(amtp_session_no_directory_account(get(), now.monotonic, now.wall));
    }
    /// The device's certificate, DER; empty if it is not there yet.
    [[nodiscard]] result<void> device_certificate(moment now, bytes certificate) {
        return done(amtp_session_device_certificate(get(), now.monotonic, now.wall, certificate.data(),
                                                    certificate.size()));
    }
    /// Time has passed.
    [[nodiscard]] result<void> tick(moment now) { return done(amtp_session_tick(get(), now.monotonic, now.wall)); }
    /// The session shall end.
    [[nodiscard]] result<void> cancel(moment now) { return done(amtp_session_cancel(get(), now.monotonic, now.wall)); }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_SESSION_HPP
