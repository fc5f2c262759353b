/// What calls return.
#ifndef AMT_PROVISIONING_RESULT_HPP
#define AMT_PROVISIONING_RESULT_HPP

#include "span.hpp"

#include <cstdlib>
#include <exception>
#include <string>
#include <variant>
#if defined(__cpp_lib_expected) && defined(__cpp_lib_span)
#include <expected>
#endif

namespace amtp {
inline namespace AMTP_CPP {

/// Why a call failed.
struct error {
    /// One of `AMTP_ERR_...`.
    amtp_status status = AMTP_OK;
    /// Which item or line of the input, from 0, if there are several and it is known.
    std::optional<std::size_t> item{};
    /// Which byte of it, from 0, if it is known.
    std::optional<std::size_t> offset{};
    /// What exactly is wrong and where; empty if the status says all.
    std::string detail{};

    /// The name of the status, such as `AMTP_ERR_PEM`.
    [[nodiscard]] std::string_view name() const noexcept { return detail::view(amtp_status_name(status)); }
    /// What the status means, in a few words.
    [[nodiscard]] std::string_view text() const noexcept { return detail::view(amtp_status_text(status)); }
    /// All of it in one line.
    [[nodiscard]] std::string message() const {
        std::string line(name());
        line.append(": ").append(detail.empty() ? text() : detail);
        return line;
    }
};

#if defined(__cpp_lib_expected) && defined(__cpp_lib_span)
/// What a call returns, or why it failed.
template <class T>
using result = std::expected<T, error>;
/// What `result<T>::value()` throws; has `error()`.
using bad_result = std::bad_expected_access<error>;

namespace detail {
using failure = std::unexpected<error>;
}
#else
/// What `result<T>::value()` throws.
class bad_result : public std::exception {
  public:
    /// Of a call that failed.
    explicit bad_result(amtp::error error) : error_(std::move(error)), message_(error_.message()) {}
    /// Why it failed.
    [[nodiscard]] const amtp::error &error() const noexcept { return error_; }
    /// The same in one line.
    [[nodiscard]] const char *what() const noexcept override { return message_.c_str(); }

  private:
    amtp::error error_;
    std::string message_;
};

namespace detail {
struct failure {
    error why;
    explicit failure(error e) : why(std::move(e)) {}
};
} // namespace detail

/// What a call returns, or why it failed: what is used here of `std::expected`, which it is from C++23 on.
template <class T>
class [[nodiscard]] result {
    using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

  public:
    /// Success of a call that returns nothing.
    result() = default;
    /// Success.
    result(stored value) : held_(std::in_place_index<0>, std::move(value)) {}
    /// Failure.
    result(detail::failure failure) : held_(std::in_place_index<1>, std::move(failure.why)) {}

    /// Did the call succeed?
    [[nodiscard]] bool has_value() const noexcept { return held_.index() == 0; }
    /// Did the call succeed?
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
    /// What it returned; there must be a value.
    stored &operator*() & noexcept { return *std::get_if<0>(&held_); }
    /// What it returned; there must be a value.
    const stored &operator*() const & noexcept { return *std::get_if<0>(&held_); }
    /// What it returned; there must be a value.
    stored &&operator*() && noexcept { return std::move(*std::get_if<0>(&held_)); }
    /// What it returned; there must be a value.
    stored *operator->() noexcept { return std::get_if<0>(&held_); }
    /// What it returned; there must be a value.
    const stored *operator->() const noexcept { return std::get_if<0>(&held_); }
    /// What it returned; throws `bad_result` if it failed.
    stored &value() & { return check(), **this; }
    /// What it returned; throws `bad_result` if it failed.
    const stored &value() const & { return check(), **this; }
    /// What it returned; throws `bad_result` if it failed.
    stored &&value() && { return check(), *std::move(*this); }
    /// Why it failed; it must have.
    [[nodiscard]] const amtp::error &error() const noexcept { return *std::get_if<1>(&held_); }

  private:
    void check() const {
        if (!has_value()) {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
            throw bad_result(error());
#else
            std::abort();
#endif
        }
    }

    std::variant<stored, amtp::error> held_;
};
#endif

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_RESULT_HPP
