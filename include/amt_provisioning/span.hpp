/// Views of what belongs to somebody else.
#ifndef AMT_PROVISIONING_SPAN_HPP
#define AMT_PROVISIONING_SPAN_HPP

#include "../amt_provisioning.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#if __has_include(<version>)
#include <version>
#endif
#if defined(__cpp_lib_span)
#include <span>
#endif

// What `result` and `span` are depends on the version of C++. The inline namespace keeps object files of different
// versions apart, which may then be linked together.
#if defined(__cpp_lib_expected) && defined(__cpp_lib_span)
#define AMTP_CPP expected_and_span
#elif defined(__cpp_lib_span)
#define AMTP_CPP with_span
#else
#define AMTP_CPP plain
#endif

namespace amtp {
inline namespace AMTP_CPP {

#if defined(__cpp_lib_span)
/// Elements that belong to somebody else.
template <class T>
using span = std::span<T>;
#else
/// Elements that belong to somebody else: what is used here of `std::span`, which it is from C++20 on.
template <class T>
class span {
  public:
    /// None.
    constexpr span() noexcept = default;
    /// `size` elements from `data` on.
    constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    /// All elements of an array, vector, string or span.
    template <class C, class = std::enable_if_t<std::is_convertible_v<
                           std::remove_pointer_t<decltype(std::data(std::declval<C &>()))> (*)[], T (*)[]>>>
    constexpr span(C &&container) noexcept : data_(std::data(container)), size_(std::size(container)) {}
    /// The first element.
    [[nodiscard]] constexpr T *data() const noexcept { return data_; }
    /// How many there are.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// Are there none?
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// The first element.
    [[nodiscard]] constexpr T *begin() const noexcept { return data_; }
    /// What follows the last element.
    [[nodiscard]] constexpr T *end() const noexcept { return data_ + size_; }
    /// Element number `index`, which must be below `size()`.
    [[nodiscard]] constexpr T &operator[](std::size_t index) const noexcept { return data_[index]; }

  private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};
#endif

/// Bytes that belong to somebody else.
using bytes = span<const std::uint8_t>;

/// The bytes of a text, such as the contents of a file.
[[nodiscard]] inline bytes bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

/// Seconds since 1970 (UTC); nothing if the time is not known, so that validity is not evaluated.
using unix_time = std::optional<std::int64_t>;

namespace detail {
inline std::string_view view(amtp_str text) noexcept { return {text.ptr, text.len}; }
inline bytes view(amtp_bytes data) noexcept { return {data.ptr, data.len}; }
inline std::string_view text(amtp_bytes data) noexcept { return {reinterpret_cast<const char *>(data.ptr), data.len}; }
inline amtp_bytes raw(bytes data) noexcept { return {data.data(), data.size()}; }
inline amtp_bytes raw(std::string_view text) noexcept { return raw(bytes_of(text)); }
inline std::int64_t seconds(unix_time now) noexcept { return now.value_or(AMTP_TIME_UNKNOWN); }
} // namespace detail

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_SPAN_HPP
