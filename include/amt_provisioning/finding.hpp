/// Findings, of which everything speaks.
#ifndef AMT_PROVISIONING_FINDING_HPP
#define AMT_PROVISIONING_FINDING_HPP

#include "handle.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// A finding; its texts live as long as the library.
struct finding {
    /// The stable name, such as `MARKER_MISSING`.
    std::string_view name;
    /// The id of the rule that it rests on, such as `R-202`.
    std::string_view rule;
    /// What it means, in one sentence without a full stop.
    std::string_view text;
    /// What to do about it; empty where nothing needs doing.
    std::string_view remedy;

    /// From C.
    [[nodiscard]] static finding from(const amtp_finding &raw) noexcept {
        return {detail::view(raw.name), detail::view(raw.rule), detail::view(raw.text), detail::view(raw.remedy)};
    }
};

namespace detail {

/// Finding number `index` of a handle.
template <class Raw, amtp_status (*Get)(const Raw *, std::size_t, amtp_finding *)>
struct finding_at {
    const Raw *of;
    finding operator()(std::size_t index) const noexcept {
        auto raw = sized<amtp_finding>();
        return Get(of, index, &raw) == AMTP_OK ? finding::from(raw) : finding{};
    }
};

/// The one that `call(&out)` writes, if there is one.
template <class Call>
std::optional<finding> finding_if_any(Call call) noexcept {
    auto raw = sized<amtp_finding>();
    return call(&raw) == AMTP_OK ? std::optional(finding::from(raw)) : std::nullopt;
}

} // namespace detail

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_FINDING_HPP
