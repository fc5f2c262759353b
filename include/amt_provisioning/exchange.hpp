/// Conversations with devices over HTTP, without I/O.
#ifndef AMT_PROVISIONING_EXCHANGE_HPP
#define AMT_PROVISIONING_EXCHANGE_HPP

#include "accounts.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// A field of an answer, which owns both.
struct http_field {
    /// The name, as sent.
    std::string_view name;
    /// The value without the blanks around it, in any encoding.
    std::string_view value;
};

/// An answer.
class http_response : public detail::handle<amtp_http_response, amtp_http_response_free> {
    struct field_at {
        const amtp_http_response *of;
        http_field operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_http_field>();
            if (amtp_http_response_field(of, index, &raw) != AMTP_OK) {
                return {};
            }
            return {detail::view(raw.name), detail::text(raw.value)};
        }
    };
    [[nodiscard]] amtp_http_message message() const noexcept {
        auto raw = detail::sized<amtp_http_message>();
        return amtp_http_response_get(get(), &raw) == AMTP_OK ? raw : amtp_http_message{};
    }

  public:
    using handle::handle;
    /// The status code: 100 to 999.
    [[nodiscard]] std::uint32_t status() const noexcept { return message().status; }
    /// The body, without its transfer coding.
    [[nodiscard]] bytes body() const & noexcept { return detail::view(message().body); }
    void body() const && = delete;
    /// The firmware release that the `Server` field of a device tells; empty if it tells none.
    [[nodiscard]] std::string_view release() const & noexcept { return detail::view(message().release); }
    void release() const && = delete;
    /// The header fields, then those behind a chunked body.
    [[nodiscard]] auto fields() const & {
        auto const raw = message();
        return range(field_at{get()}, raw.fields + raw.trailers);
    }
    void fields() const && = delete;
    /// The value of the first header field with this name, which has no case.
    [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const & noexcept {
        amtp_bytes value{};
        if (amtp_http_response_value(get(), name.data(), name.size(), 0, &value) != AMTP_OK) {
            return std::nullopt;
        }
        return detail::text(value);
    }
    void value(std::string_view name) const && = delete;
};

/// What to do next.
struct exchange_step {
    /// What.
    amtp_exchange_action action;
    /// Why the account is asked for once more, which must be the same one.
    amtp_refusal again;
    /// The bytes to send, which belong to the exchange until the next call that writes to it.
    bytes data;
};

/// How a call ended.
struct exchange_result {
    /// How.
    amtp_exchange_outcome outcome;
    /// Whether the device showed that it knows the password.
    amtp_server_proof proof;
    /// What it says about the account, for `trial::tell`; `AMTP_TRIAL_EVENT_NONE` if nothing.
    amtp_trial_event event;
    /// After `AMTP_EXCHANGE_OUTCOME_DROPPED`: was the request handed out for sending, so that the device may have acted?
    bool sent;
    /// After `AMTP_EXCHANGE_OUTCOME_DROPPED`: so many bytes of the answer had come.
    std::size_t received;
};

/// Conversation with a device: each call goes out as a request without credentials first, the 401 is answered, and the
/// same bytes go out again; later calls reuse the nonce. Start a call, do what `poll` says and tell what came of it,
/// until it is finished.
class exchange : public detail::telling_handle<amtp_exchange, amtp_exchange_free, amtp_exchange_error,
                                               amtp_exchange_error_text> {
  public:
    using telling_handle::telling_handle;
    /// With the device at `host`: name or address, an IPv6 address in brackets, `:` and the port. A `max_body` of 0
    /// stands for 1 MiB.
    [[nodiscard]] static result<exchange> make(std::string_view host, amtp_digest_profile profile,
                                               std::int32_t algorithm = AMTP_DIGEST_ANY, std::size_t max_body = 0) {
        return detail::make<exchange>([&](amtp_exchange **out) {
            return amtp_exchange_new(host.data(), host.size(), profile, algorithm, max_body, out);
        });
    }
    /// Begins a call with this body, which is copied.
    [[nodiscard]] result<void> start(bytes body) {
        return done(amtp_exchange_start(get(), body.data(), body.size()));
    }
    /// What to do next; asked again after bytes to send, it says that there are bytes to receive.
    [[nodiscard]] result<exchange_step> poll() & {
        auto raw = detail::sized<amtp_exchange_step>();
        amtp_status const status = amtp_exchange_poll(get(), &raw);
        return done(status, exchange_step{raw.action, raw.again, detail::view(raw.bytes)});
    }
    /// A connection is open, TLS included, and nothing was sent on it.
    [[nodiscard]] result<void> connected() { return done(amtp_exchange_connected(get())); }
    /// Bytes came, in any portions. What is wrong with them is a result of the call.
    [[nodiscard]] result<void> received(bytes data) {
        return done(amtp_exchange_received(get(), data.data(), data.size()));
    }
    /// The connection ended, or could not be opened.
    [[nodiscard]] result<void> closed() { return done(amtp_exchange_closed(get())); }
    /// The account to answer the challenge with. `random` as for `digest_client::challenge`.
    [[nodiscard]] result<void> answer(const credentials &credentials, bytes random) {
        return done(amtp_exchange_credentials(get(), credentials.get(), random.data(), random.size()));
    }
    /// Forgets account and connection, for another account; a call under way is given up.
    [[nodiscard]] result<void> new_connection() { return done(amtp_exchange_new_connection(get())); }
    /// How the last call ended.
    [[nodiscard]] result<exchange_result> outcome() const {
        auto raw = detail::sized<amtp_exchange_result>();
        if (amtp_status status = amtp_exchange_get_result(get(), &raw); status != AMTP_OK) {
            return detail::fail(status);
        }
        return exchange_result{raw.outcome, raw.proof, raw.event, raw.sent != 0, raw.received};
    }
    /// The answer of the last call, which is given away once.
    [[nodiscard]] result<http_response> take_response() {
        return detail::make<http_response>(
            [this](amtp_http_response **out) { return amtp_exchange_take_response(get(), out); });
    }
    /// What is wrong with the challenge or the answer that ended the last call; nothing if nothing is.
    [[nodiscard]] std::optional<error> failure() const {
        auto place = detail::sized<amtp_error>();
        return amtp_exchange_error(get(), &place) == AMTP_OK ? std::optional(last_error(place)) : std::nullopt;
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_EXCHANGE_HPP
