/* After a panic (feature `test-panic`) a handle that was written to is unusable, and one that was read is not. */
#include "sample.h"

AMTP_API amtp_status amtp_test_panic_facts(amtp_facts *facts);
AMTP_API amtp_status amtp_test_panic_session(amtp_session *session);
AMTP_API amtp_status amtp_test_panic_device(const amtp_device *device);

int main(int argc, char **argv) {
    struct sample s;
    amtp_device *device = NULL;
    sample_new(&s, argc, argv);
    IS(AMTP_ERR_PANIC, amtp_test_panic_facts(s.scratch_amtp_facts));
    IS(AMTP_ERR_POISONED, amtp_facts_set(s.scratch_amtp_facts, AMTP_FACT_CIRA, 1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_ERR_POISONED, amtp_test_panic_facts(s.scratch_amtp_facts));
    IS(AMTP_ERR_POISONED, amtp_facts_error(s.scratch_amtp_facts, &s.out_amtp_error));
    IS(AMTP_ERR_POISONED, amtp_device_new(s.scratch_amtp_facts, &device));
    IS(1, device == NULL);
    IS(AMTP_ERR_PANIC, amtp_test_panic_session(s.scratch_amtp_session));
    IS(AMTP_ERR_POISONED, amtp_session_poll(s.scratch_amtp_session, &s.out_amtp_output));
    IS(AMTP_ERR_POISONED, amtp_session_tick(s.scratch_amtp_session, 0, NOW));
    IS(AMTP_ERR_POISONED, amtp_session_result(s.scratch_amtp_session, &s.out_amtp_session_outcome));
    IS(0, amtp_session_plan_count(s.scratch_amtp_session));
    IS(AMTP_ERR_PANIC, amtp_test_panic_device(s.amtp_device));
    IS(AMTP_OK, amtp_judge(s.amtp_prepared, s.amtp_device, NULL, NOW, s.scratch_amtp_evaluation));
    IS(AMTP_VERDICT_REJECTED, amtp_evaluation_verdict(s.scratch_amtp_evaluation));
    sample_free(&s);
    return 0;
}
