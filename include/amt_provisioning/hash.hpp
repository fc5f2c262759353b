/// Hashes of certificates.
#ifndef AMT_PROVISIONING_HASH_HPP
#define AMT_PROVISIONING_HASH_HPP

#include "inputs.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// A hash of a certificate.
class hash {
  public:
    /// Reads a hash as people paste it.
    [[nodiscard]] static result<hash> read(std::string_view text) {
        hash read;
        if (amtp_status status = amtp_hash_read(text.data(), text.size(), &read.raw_); status != AMTP_OK) {
            return detail::failure({status, {}, {},
                                    detail::rendered_or_empty([&](char *buf, std::size_t cap, std::size_t *len) {
                                        return amtp_hash_problem(text.data(), text.size(), buf, cap, len);
                                    })});
        }
        return read;
    }
    /// Computes that of `data`, such as a certificate in DER; MD5 is refused.
    [[nodiscard]] static result<hash> compute(amtp_hash_algorithm algorithm, bytes data) {
        hash computed;
        if (amtp_status status = amtp_hash_compute(algorithm, data.data(), data.size(), &computed.raw_);
            status != AMTP_OK) {
            return detail::fail(status);
        }
        return computed;
    }
    /// Its algorithm.
    [[nodiscard]] amtp_hash_algorithm algorithm() const noexcept { return raw_.algorithm; }
    /// What had to be removed to read it, as `amtp_hash` lists it.
    [[nodiscard]] std::uint32_t stripped() const noexcept { return raw_.stripped; }
    /// Its bytes.
    [[nodiscard]] bytes value() const & noexcept { return {raw_.value, raw_.len}; }
    void value() const && = delete;

  private:
    hash() = default;
    amtp_hash raw_ = detail::sized<amtp_hash>();
};

/// What Configuration Manager's `CheckCertificate` answers; the texts live as long as the library.
struct check {
    /// `ErrorCode` and `ReturnValue`: 0 if an active entry is equal, otherwise 1.
    std::int32_t error_code;
    /// `ErrorMsg`: empty if an active entry is equal.
    std::string_view error_msg;
    /// The name of the finding behind the code 1; empty for 0.
    std::string_view finding;

    /// Is a hash an active entry of the device's list? A text that is no hash is an answer, not an error.
    [[nodiscard]] static result<check> root_hash(const facts &facts, std::string_view hash) {
        auto raw = detail::sized<amtp_check>();
        if (amtp_status status = amtp_check_root_hash(facts.get(), hash.data(), hash.size(), &raw);
            status != AMTP_OK) {
            return detail::fail(status);
        }
        return check{raw.error_code, detail::view(raw.error_msg), detail::view(raw.finding)};
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_HASH_HPP
