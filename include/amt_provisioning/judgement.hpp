/// What judging says.
#ifndef AMT_PROVISIONING_JUDGEMENT_HPP
#define AMT_PROVISIONING_JUDGEMENT_HPP

#include "finding.hpp"
#include "inputs.hpp"

namespace amtp {
inline namespace AMTP_CPP {

/// A rule and what became of it; its texts live as long as the library.
struct rule {
    /// The stable id, such as `R-202`.
    std::string_view id;
    /// What it asks for, in a few words.
    std::string_view title;
    /// On what authority it stands: `intel-guide`, `intel-other`, `microsoft`, `field` or `inferred`.
    std::string_view basis;
    /// Where it is written.
    std::string_view source;
    /// What became of it.
    amtp_outcome outcome;

    /// From C.
    [[nodiscard]] static rule from(const amtp_rule &raw) noexcept {
        return {detail::view(raw.id), detail::view(raw.title), detail::view(raw.basis), detail::view(raw.source),
                raw.outcome};
    }
};

/// What became of every rule, and the verdicts. Made once, it takes any number of judgements without allocating.
class evaluation : public detail::handle<amtp_evaluation, amtp_evaluation_free> {
    struct rule_at {
        const amtp_evaluation *of;
        rule operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_rule>();
            return amtp_evaluation_rule(of, index, &raw) == AMTP_OK ? rule::from(raw) : rule{};
        }
    };
    struct finding_at {
        const amtp_evaluation *of;
        amtp_findings which;
        finding operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_finding>();
            return amtp_evaluation_finding(of, which, index, &raw) == AMTP_OK ? finding::from(raw) : finding{};
        }
    };
    struct certificate_at {
        const amtp_prepared *of;
        const amtp_evaluation *judged;
        bytes operator()(std::size_t index) const noexcept {
            amtp_bytes der{};
            return amtp_presentation_certificate(of, judged, index, &der) == AMTP_OK ? detail::view(der) : bytes();
        }
    };

  public:
    using handle::handle;
    /// One that holds no judgement yet.
    [[nodiscard]] static result<evaluation> make() { return detail::make<evaluation>(amtp_evaluation_new); }
    /// Judges a certificate against one device. Whatever is wrong with the certificate is a verdict, not an error.
    [[nodiscard]] result<void> judge(const prepared &prepared, const device &device, unix_time now,
                                     const policy *policy = nullptr) {
        return detail::done(amtp_judge(prepared.get(), device.get(), policy ? policy->get() : nullptr,
                                       detail::seconds(now), get()));
    }
    /// The device verdict: every rule.
    [[nodiscard]] amtp_verdict verdict() const noexcept { return amtp_evaluation_verdict(get()); }
    /// The certificate verdict: the rules that need no device facts.
    [[nodiscard]] amtp_verdict certificate_verdict() const noexcept {
        return amtp_evaluation_certificate_verdict(get());
    }
    /// The one finding to put in front of a person; nothing if the certificate is accepted, or nothing was judged.
    [[nodiscard]] std::optional<finding> headline() const noexcept {
        return detail::finding_if_any([this](amtp_finding *out) { return amtp_evaluation_headline(get(), out); });
    }
    /// The findings, the most important first.
    [[nodiscard]] auto findings(amtp_findings which = AMTP_FINDINGS_ALL) const & {
        return range(finding_at{get(), which}, amtp_evaluation_finding_count(get(), which));
    }
    void findings(amtp_findings which = AMTP_FINDINGS_ALL) const && = delete;
    /// Every rule, in report order.
    [[nodiscard]] auto rules() const & { return range(rule_at{get()}, amtp_evaluation_rule_count(get())); }
    void rules() const && = delete;
    /// The inputs that an undetermined verdict lacks: a sum of `AMTP_MISSING_...`.
    [[nodiscard]] std::uint32_t missing_inputs() const noexcept { return amtp_evaluation_missing_inputs(get()); }
    /// The entry of the device's list that the root matches, from 0, if any does.
    [[nodiscard]] std::optional<std::size_t> root_match() const noexcept {
        std::size_t entry = 0;
        return amtp_evaluation_root_match(get(), &entry) == AMTP_OK ? std::optional(entry) : std::nullopt;
    }
    /// The certificates to present to the device in DER, leaf first and root included; none if the path is not
    /// complete. `prepared` is that which was judged, and owns the bytes.
    [[nodiscard]] auto presentation(const prepared &prepared) const & {
        return range(certificate_at{prepared.get(), get()}, amtp_presentation_count(prepared.get(), get()));
    }
    void presentation(const prepared &prepared) const && = delete;
};

/// A rule of a report. The fields live as long as the library, the calls need the report.
struct explained_rule : rule {
    /// What the outcome does to the verdict.
    amtp_severity severity = AMTP_SEVERITY_NONE;
    /// The switch of the policy that changed the outcome; empty if none did.
    std::string_view policy_switch;
    /// The outcome without that switch; `AMTP_OUTCOME_NONE` if none changed it.
    amtp_outcome original_outcome = AMTP_OUTCOME_NONE;

    /// What was seen.
    [[nodiscard]] std::string seen() const { return text(AMTP_RULE_TEXT_SEEN); }
    /// What was wanted.
    [[nodiscard]] std::string wanted() const { return text(AMTP_RULE_TEXT_WANTED); }
    /// What fixes it; empty if nothing needs fixing.
    [[nodiscard]] std::string remedy() const { return text(AMTP_RULE_TEXT_REMEDY); }
    /// Its findings.
    [[nodiscard]] auto findings() const { return range(finding_at{of_, index_}, findings_); }

  private:
    friend class report;
    struct finding_at {
        const amtp_report *of;
        std::size_t rule;
        finding operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_finding>();
            return amtp_report_rule_finding(of, rule, index, &raw) == AMTP_OK ? finding::from(raw) : finding{};
        }
    };
    explained_rule(const amtp_rule &raw, const amtp_report *of, std::size_t index) noexcept
        : rule(rule::from(raw)), severity(raw.severity), policy_switch(detail::view(raw.policy_switch)),
          original_outcome(raw.original_outcome), of_(of), index_(index), findings_(raw.findings) {}
    [[nodiscard]] std::string text(amtp_rule_text which) const {
        return detail::rendered_or_empty([&](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_report_rule_text(of_, index_, which, buf, cap, len);
        });
    }

    const amtp_report *of_;
    std::size_t index_;
    std::size_t findings_;
};

/// A certificate of a report, which owns its texts and hashes.
struct certificate {
    /// `leaf`, `intermediate 1`, ..., `root` or `unused`.
    std::string_view role;
    /// The subject.
    std::string_view subject;
    /// The issuer.
    std::string_view issuer;
    /// The serial number in hex.
    std::string_view serial;
    /// First valid second, since 1970 (UTC).
    std::int64_t not_before;
    /// Last valid second, since 1970 (UTC).
    std::int64_t not_after;
    /// SHA-1 of the DER, 20 bytes.
    bytes sha1;
    /// SHA-256 of the DER, 32 bytes.
    bytes sha256;
    /// SHA-384 of the DER, 48 bytes.
    bytes sha384;
    /// Which item of the input holds it, from 0.
    std::size_t input_item;
    /// At which byte of the item it begins, from 0.
    std::size_t input_offset;
    /// The name of the known root that it is; empty if it is none.
    std::string_view known_root;
};

/// One judgement with its explanation.
class report : public detail::handle<amtp_report, amtp_report_free> {
    struct rule_at {
        const amtp_report *of;
        explained_rule operator()(std::size_t index) const noexcept {
            auto raw = detail::sized<amtp_rule>();
            if (amtp_report_rule(of, index, &raw) != AMTP_OK) {
                raw = {};
            }
            return {raw, of, index};
        }
    };
    struct certificate_at {
        const amtp_report *of;
        amtp_certificates which;
        certificate operator()(std::size_t index) const noexcept {
            using detail::view;
            auto raw = detail::sized<amtp_certificate>();
            if (amtp_report_certificate(of, which, index, &raw) != AMTP_OK) {
                return {};
            }
            return {view(raw.role),   view(raw.subject), view(raw.issuer),   view(raw.serial),
                    raw.not_before,   raw.not_after,     view(raw.sha1),     view(raw.sha256),
                    view(raw.sha384), raw.input_item,    raw.input_offset,   view(raw.known_root)};
        }
    };

  public:
    using handle::handle;
    /// Judges a certificate against one device and explains every rule. It keeps nothing of its arguments.
    [[nodiscard]] static result<report> make(const prepared &prepared, const device &device, unix_time now,
                                             const policy *policy = nullptr) {
        return detail::make<report>([&](amtp_report **out) {
            return amtp_report_new(prepared.get(), device.get(), policy ? policy->get() : nullptr,
                                   detail::seconds(now), out);
        });
    }
    /// The device verdict.
    [[nodiscard]] amtp_verdict verdict() const noexcept { return amtp_report_verdict(get()); }
    /// The whole report as JSON on one line.
    [[nodiscard]] result<std::string> json() const {
        return detail::rendered([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_report_json(get(), buf, cap, len);
        });
    }
    /// The whole report as text for people.
    [[nodiscard]] result<std::string> text() const {
        return detail::rendered([this](char *buf, std::size_t cap, std::size_t *len) {
            return amtp_report_text(get(), buf, cap, len);
        });
    }
    /// Every rule, in report order.
    [[nodiscard]] auto rules() const & { return range(rule_at{get()}, amtp_report_rule_count(get())); }
    void rules() const && = delete;
    /// The certificates to present to the device, leaf first, or those on no path.
    [[nodiscard]] auto certificates(amtp_certificates which = AMTP_CERTIFICATES_PATH) const & {
        return range(certificate_at{get(), which}, amtp_report_certificate_count(get(), which));
    }
    void certificates(amtp_certificates which = AMTP_CERTIFICATES_PATH) const && = delete;
};

/// Several certificates, judged against one device and ranked, the best first.
class ranking : public detail::handle<amtp_ranking, amtp_ranking_free> {
  public:
    using handle::handle;
    /// Ranks certificates by verdict, then by open points and advice, then by the later expiry, then by place.
    [[nodiscard]] static result<ranking> make(span<const prepared> certificates, const device &device, unix_time now,
                                              const policy *policy = nullptr) {
        std::vector<const amtp_prepared *> raw;
        for (const prepared &one : certificates) {
            raw.push_back(one.get());
        }
        return detail::make<ranking>([&](amtp_ranking **out) {
            return amtp_choose(raw.data(), raw.size(), device.get(), policy ? policy->get() : nullptr,
                               detail::seconds(now), out);
        });
    }
    /// How many were ranked.
    [[nodiscard]] std::size_t size() const noexcept { return amtp_ranking_count(get()); }
    /// Which of the certificates stands at `rank`, from 0; nothing if there are not so many.
    [[nodiscard]] std::optional<std::size_t> place(std::size_t rank) const noexcept {
        std::size_t place = 0;
        return amtp_ranking_place(get(), rank, &place) == AMTP_OK ? std::optional(place) : std::nullopt;
    }
    /// Puts the judgement of the certificate at `rank` into `to`.
    [[nodiscard]] result<void> evaluate(std::size_t rank, evaluation &to) const {
        return detail::done(amtp_ranking_evaluation(get(), rank, to.get()));
    }
};

/// What one firmware generation will do with a certificate; the matrix owns the text.
struct generation {
    /// Its releases and platforms, such as `15.0 to 15.x (H)`.
    std::string_view releases;
    /// Its verdict.
    amtp_verdict verdict;
};

/// What every firmware generation will do with a certificate, the oldest first.
class matrix : public detail::handle<amtp_matrix, amtp_matrix_free> {
    struct generation_at {
        const amtp_matrix *of;
        generation operator()(std::size_t index) const noexcept {
            amtp_str releases{"", 0};
            amtp_matrix_releases(of, index, &releases);
            return {detail::view(releases), amtp_matrix_verdict(of, index)};
        }
    };

  public:
    using handle::handle;
    /// Judges a certificate against every generation. Of `device` everything counts but its release and platform.
    [[nodiscard]] static result<matrix> make(const prepared &prepared, const device &device, unix_time now,
                                             const policy *policy = nullptr) {
        return detail::make<matrix>([&](amtp_matrix **out) {
            return amtp_matrix_new(prepared.get(), device.get(), policy ? policy->get() : nullptr,
                                   detail::seconds(now), out);
        });
    }
    /// Every generation.
    [[nodiscard]] auto generations() const & { return range(generation_at{get()}, amtp_matrix_count(get())); }
    void generations() const && = delete;
    /// Puts the judgement of generation number `index` into `to`.
    [[nodiscard]] result<void> evaluate(std::size_t index, evaluation &to) const {
        return detail::done(amtp_matrix_evaluation(get(), index, to.get()));
    }
};

} // inline namespace
} // namespace amtp

#endif // AMT_PROVISIONING_JUDGEMENT_HPP
