/// The client of HTTP Digest, for those with an HTTP of their own.
#ifndef AMT_PROVISIONING_DIGEST_CLIENT_HPP
#define AMT_PROVISIONING_DIGEST_CLIENT_HPP

#include "accounts.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// Answers the challenges of one server with one account: keeps the nonce and its count, and the key, which is wiped
/// when it is freed; not the password.
class digest_client : public detail::telling_handle<amtp_digest_client, amtp_digest_client_free,
                                                    amtp_digest_client_error, amtp_digest_client_error_text> {
    using finding_at = detail::finding_at<amtp_digest_client, amtp_digest_client_finding>;
    [[nodiscard]] static std::vector<amtp_bytes> raw(span<const std::string_view> fields) {
        std::vector<amtp_bytes> raw;
        for (std::string_view field : fields) {
            raw.push_back(detail::raw(field));
        }
        return raw;
    }

  public:
    using telling_handle::telling_handle;
    /// One that has answered nothing. `algorithm` is the only `amtp_digest_algorithm` to answer with.
    [[nodiscard]] static result<digest_client> make(amtp_digest_profile profile,
                                                    std::int32_t algorithm = AMTP_DIGEST_ANY) {
        return detail::make<digest_client>(
            [&](amtp_digest_client **out) { return amtp_digest_client_new(profile, algorithm, out); });
    }
    /// Takes the challenge of a 401 answer: the values of its `WWW-Authenticate` fields. `random` is at least 8, better
    /// 16 bytes of a cryptographic generator, which serve for nothing else.
    [[nodiscard]] result<void> challenge(span<const std::string_view> fields, const credentials &credentials,
                                         bytes random) {
        auto const values = raw(fields);
        return done(amtp_digest_client_challenge(get(), values.data(), values.size(), credentials.get(), random.data(),
                                                 random.size()));
    }
    /// The value of the `Authorization` field for the next request, and counts it. `uri` is the request target exactly
    /// as sent.
    [[nodiscard]] result<std::string> authorize(std::string_view method, std::string_view uri, bytes body = {}) {
        const amtp_digest_request request{
            sizeof request, {method.data(), method.size()}, {uri.data(), uri.size()}, detail::raw(body)};
        amtp_bytes field{};
        amtp_status const status = amtp_digest_client_authorize(get(), &request, &field);
        return done(status, std::string(detail::text(field)));
    }
    /// What a 401 answer to the last request says about the credentials. A second refusal in a row is never excused.
    [[nodiscard]] result<amtp_refusal> refusal(span<const std::string_view> fields) const {
        auto const values = raw(fields);
        return detail::written<amtp_refusal>([&](amtp_refusal *out) {
            return amtp_digest_client_refusal(get(), values.data(), values.size(), out);
        });
    }
    /// To be called when a request was answered as to an account that is right: with 2xx, or with a SOAP fault.
    [[nodiscard]] result<void> accepted() { return done(amtp_digest_client_accepted(get())); }
    /// Checks and heeds the `Authentication-Info` field of the answer to the last request, whose target was `uri`;
    /// `body` is that of the answer.
    [[nodiscard]] result<amtp_server_proof> heed(std::string_view info, std::string_view uri, bytes body) {
        bytes const field = bytes_of(info);
        amtp_server_proof proof{};
        amtp_status const status = amtp_digest_client_heed(get(), field.data(), field.size(), uri.data(), uri.size(),
                                                           body.data(), body.size(), &proof);
        return done(status, proof);
    }
    /// The realm of the challenge; empty before one was taken.
    [[nodiscard]] std::string_view realm() const & noexcept {
        amtp_bytes realm{};
        amtp_digest_client_realm(get(), &realm);
        return detail::text(realm);
    }
    void realm() const && = delete;
    /// The count of the next answer, from 1; 0 if the nonce is used up, or before a challenge was taken.
    [[nodiscard]] std::uint32_t count() const noexcept { return amtp_digest_client_count(get()); }
    /// What is worth knowing about the challenge that was taken last.
    [[nodiscard]] auto findings() const & { return range(finding_at{get()}, amtp_digest_client_finding_count(get())); }
    void findings() const && = delete;
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_DIGEST_CLIENT_HPP
