/* What the calls promise: outputs, buffers, sizes of structs, numbers that are checked, errors on handles. */
#include "sample.h"

/* A buffer that is one too short gets nothing but the length that is needed. */
static void buffers(struct sample *s) {
    size_t needed = 0, length = 0;
    char *exact;
    IS(AMTP_ERR_BUFFER, amtp_report_json(s->amtp_report, NULL, 0, &needed));
    IS_NOT(0, needed);
    exact = malloc(needed);
    memset(exact, '#', needed);
    IS(AMTP_ERR_BUFFER, amtp_report_json(s->amtp_report, exact, needed - 1, &length));
    IS(needed, length);
    IS('#', exact[0]);
    IS(AMTP_OK, amtp_report_json(s->amtp_report, exact, needed, &length));
    IS('{', exact[0]);
    IS('}', exact[needed - 1]);
    free(exact);
    IS(AMTP_OK, amtp_report_text(s->amtp_report, s->buf, sizeof s->buf, &length));
    IS(1, length > 1000);
}

/* A struct of an older header keeps what follows it; one of a newer header gets zeros. */
static void sizes(struct sample *s) {
    struct {
        amtp_finding known;
        size_t later;
    } newer;
    amtp_finding finding;
    memset(&newer, 0xff, sizeof newer);
    newer.known.struct_size = sizeof newer;
    IS(AMTP_OK, amtp_evaluation_headline(s->amtp_evaluation, &newer.known));
    IS_TEXT("SUFFIX_MISMATCH", newer.known.name);
    IS(sizeof newer, newer.known.struct_size);
    IS(0, newer.later);
    memset(&finding, 0xff, sizeof finding);
    finding.struct_size = 0;
    IS(AMTP_ERR_STRUCT_SIZE, amtp_evaluation_headline(s->amtp_evaluation, &finding));
    finding.struct_size = sizeof finding - 1;
    IS(AMTP_ERR_STRUCT_SIZE, amtp_evaluation_headline(s->amtp_evaluation, &finding));
    finding.struct_size = 1025;
    IS(AMTP_ERR_STRUCT_SIZE, amtp_evaluation_headline(s->amtp_evaluation, &finding));
    IS(-1, (long)(ptrdiff_t)finding.name.len);
}

static void judgements(struct sample *s) {
    amtp_evaluation *evaluation = s->scratch_amtp_evaluation;
    size_t index, count = 0, place = 9;
    IS(AMTP_VERDICT_NONE, amtp_evaluation_verdict(evaluation));
    IS(AMTP_ERR_NOT_JUDGED, amtp_evaluation_rule(evaluation, 0, &s->out_amtp_rule));
    IS(AMTP_VERDICT_REJECTED, amtp_evaluation_verdict(s->amtp_evaluation));
    IS(AMTP_VERDICT_ACCEPTED, amtp_evaluation_certificate_verdict(s->amtp_evaluation));
    IS(0, amtp_evaluation_missing_inputs(s->amtp_evaluation));
    IS(AMTP_OK, amtp_judge(s->amtp_prepared, s->amtp_device, NULL, AMTP_TIME_UNKNOWN, evaluation));
    IS(AMTP_MISSING_TIME, amtp_evaluation_missing_inputs(evaluation) & AMTP_MISSING_TIME);
    for (index = 0; index < amtp_report_rule_count(s->amtp_report); index++) {
        amtp_rule row = s->out_amtp_rule;
        IS(AMTP_OK, amtp_evaluation_rule(s->amtp_evaluation, index, &row));
        IS(AMTP_OK, amtp_report_rule(s->amtp_report, index, &s->out_amtp_rule));
        IS(row.outcome, s->out_amtp_rule.outcome);
        IS(0, memcmp(row.id.ptr, s->out_amtp_rule.id.ptr, row.id.len));
        count += s->out_amtp_rule.severity == AMTP_SEVERITY_REJECTS;
    }
    IS(1, count);
    IS(AMTP_ERR_INDEX, amtp_report_rule(s->amtp_report, index, &s->out_amtp_rule));
    IS(AMTP_ERR_INDEX, amtp_evaluation_rule(s->amtp_evaluation, index, &s->out_amtp_rule));
    IS(1, amtp_evaluation_finding_count(s->amtp_evaluation, AMTP_FINDINGS_FAILURES));
    IS(0, amtp_evaluation_finding_count(s->amtp_evaluation, 99));
    IS(AMTP_ERR_ENUM, amtp_evaluation_finding(s->amtp_evaluation, 99, 0, &s->out_amtp_finding));
    IS(3, amtp_presentation_count(s->amtp_prepared, s->amtp_evaluation));
    IS(AMTP_OK, amtp_presentation_certificate(s->amtp_prepared, s->amtp_evaluation, 2, &s->out_amtp_bytes));
    IS(AMTP_OK, amtp_hash_compute(AMTP_HASH_ALGORITHM_SHA256, s->out_amtp_bytes.ptr, s->out_amtp_bytes.len,
                                  &s->out_amtp_hash));
    IS(AMTP_OK, amtp_report_certificate(s->amtp_report, AMTP_CERTIFICATES_PATH, 2, &s->out_amtp_certificate));
    IS_TEXT("root", s->out_amtp_certificate.role);
    IS(32, s->out_amtp_certificate.sha256.len);
    IS(0, memcmp(s->out_amtp_certificate.sha256.ptr, s->out_amtp_hash.value, 32));
    IS(AMTP_OK, amtp_evaluation_root_match(s->amtp_evaluation, &place));
    IS(0, place);
    IS(AMTP_OK, amtp_ranking_place(s->amtp_ranking, 0, &place));
    IS(1, amtp_ranking_count(s->amtp_ranking));
    IS(AMTP_OK, amtp_ranking_evaluation(s->amtp_ranking, 0, evaluation));
    IS(AMTP_VERDICT_REJECTED, amtp_evaluation_verdict(evaluation));
    IS(1, amtp_matrix_count(s->amtp_matrix) > 10);
    IS(AMTP_VERDICT_NONE, amtp_matrix_verdict(s->amtp_matrix, 1000));
}

static void policies(struct sample *s) {
    amtp_policy *policy = s->scratch_amtp_policy;
    int32_t option, value = 7, again;
    for (option = 1; amtp_policy_get(NULL, option, &value) == AMTP_OK; option++) {
        /* Every default can be set, and is then what it was. */
        IS(AMTP_OK, amtp_policy_set(policy, option, value));
        IS(AMTP_OK, amtp_policy_get(policy, option, &again));
        IS(value, again);
        IS_NOT(AMTP_OK, amtp_policy_set(policy, option, -2));
    }
    IS(23, option);
    IS(AMTP_ERR_RANGE, amtp_policy_set(policy, AMTP_POLICY_OPTION_MAX_CHAIN, 256));
    IS(AMTP_ERR_ENUM, amtp_policy_set(policy, AMTP_POLICY_OPTION_EXPIRED, 2));
    IS(AMTP_OK, amtp_policy_set(policy, AMTP_POLICY_OPTION_MAX_CHAIN, 2));
    IS(AMTP_OK, amtp_judge(s->amtp_prepared, s->amtp_device, policy, NOW, s->scratch_amtp_evaluation));
    IS(AMTP_VERDICT_REJECTED, amtp_evaluation_certificate_verdict(s->scratch_amtp_evaluation));
}

static void facts(struct sample *s) {
    amtp_facts *facts = s->scratch_amtp_facts;
    amtp_error *error = &s->out_amtp_error;
    int32_t fact;
    size_t length;
    for (fact = AMTP_FACT_PLATFORM; fact <= AMTP_FACT_ASSUME_DEFAULT_ROOTS; fact++) {
        IS(AMTP_OK, amtp_facts_set(facts, fact, 1, AMTP_SOURCE_SCAN));
        IS(AMTP_ERR_ENUM, amtp_facts_set(facts, fact, 5, AMTP_SOURCE_SCAN));
        IS(AMTP_ERR_ENUM, amtp_facts_set(facts, fact, 1, 99));
    }
    for (fact = AMTP_FACT_RELEASE; fact < AMTP_FACT_ASSUME_DEFAULT_ROOTS; fact++) {
        IS(AMTP_OK, amtp_facts_set_absent(facts, fact, AMTP_SOURCE_OPERATOR));
        IS(AMTP_OK, amtp_facts_forget(facts, fact));
    }
    IS(AMTP_ERR_ENUM, amtp_facts_forget(facts, fact));
    IS(AMTP_ERR_ENUM, amtp_facts_set(facts, AMTP_FACT_RELEASE, 1, AMTP_SOURCE_SCAN));
    IS(AMTP_ERR_HASH_TEXT, amtp_facts_add_root_hashes(facts, HASH "\n" HASH ",off", 85, 1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_error(facts, error));
    IS(AMTP_ERR_HASH_TEXT, error->status);
    IS(1, error->item);
    IS(41, error->offset);
    IS(AMTP_OK, amtp_facts_error_text(facts, s->buf, sizeof s->buf, &length));
    IS(0, memcmp(s->buf, "input item 2: ", 14));
    IS(AMTP_ERR_UTF8, amtp_facts_set_release(facts, "\xff", 1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_ERR_ABSENT, amtp_facts_error(facts, error));
    IS(AMTP_ERR_RANGE, amtp_facts_set_release(facts, "16", (size_t)-1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_ERR_RELEASE, amtp_facts_set_release(facts, NULL, 0, AMTP_SOURCE_OPERATOR));
}

static void check_certificate(struct sample *s) {
    amtp_check *check = &s->out_amtp_check;
    IS(AMTP_OK, amtp_check_root_hash(s->amtp_facts, "test", 4, check));
    IS(1, check->error_code);
    IS_TEXT("None certificate is valid between device and server certificate hash.", check->error_msg);
    IS_TEXT("HASH_TEXT_MALFORMED", check->finding);
    IS(AMTP_OK, amtp_check_root_hash(s->failed_facts, HASH, 40, check));
    IS_TEXT("ROOT_HASH_LIST_UNAVAILABLE", check->finding);
    IS(AMTP_OK, amtp_facts_add_root_hashes(s->failed_facts, HASH, 40, -1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_check_root_hash(s->failed_facts, "74 2C" HASH, 5, check));
    IS(1, check->return_value);
    IS(AMTP_OK, amtp_check_root_hash(s->failed_facts, HASH, 40, check));
    IS(0, check->error_code);
    IS_TEXT("", check->error_msg);
    IS(AMTP_OK, amtp_hash_read("sha1: " HASH, 46, &s->out_amtp_hash));
    IS(AMTP_HASH_ALGORITHM_SHA1, s->out_amtp_hash.algorithm);
    IS(20, s->out_amtp_hash.len);
    IS(1 + 64, s->out_amtp_hash.stripped);
    IS(0x74, s->out_amtp_hash.value[0]);
}

static void statuses(void) {
    IS(1, AMTP_CHECK_VERSION());
    IS(AMTP_VERSION_NUMBER, amtp_version_number());
    IS(AMTP_ABI_VERSION, amtp_abi_version());
    IS_TEXT(AMTP_VERSION_STRING, amtp_version_string());
    IS_TEXT("AMTP_OK", amtp_status_name(AMTP_OK));
    IS_TEXT("AMTP_ERR_NULL", amtp_status_name(AMTP_ERR_NULL));
    IS_TEXT("AMTP_ERR_PEM", amtp_status_name(AMTP_ERR_PEM));
    IS_TEXT("", amtp_status_name(1));
    IS_TEXT("unknown status", amtp_status_text(-9999));
}

int main(int argc, char **argv) {
    struct sample s;
    sample_new(&s, argc, argv);
    statuses();
    buffers(&s);
    sizes(&s);
    judgements(&s);
    policies(&s);
    facts(&s);
    check_certificate(&s);
    sample_free(&s);
    return 0;
}
