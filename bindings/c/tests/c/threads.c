/* One prepared certificate, one device and one report, used by eight threads at once. */
#include "sample.h"

#include <pthread.h>

static struct sample s;

static void *use(void *nothing) {
    amtp_evaluation *evaluation = NULL;
    char *buf = malloc(sizeof s.buf);
    size_t length;
    int times;
    IS(AMTP_OK, amtp_evaluation_new(&evaluation));
    for (times = 0; times < 20; times++) {
        IS(AMTP_OK, amtp_judge(s.amtp_prepared, s.amtp_device, s.amtp_policy, NOW, evaluation));
        IS(AMTP_VERDICT_REJECTED, amtp_evaluation_verdict(evaluation));
        IS(AMTP_VERDICT_REJECTED, amtp_evaluation_verdict(s.amtp_evaluation));
    }
    IS(AMTP_OK, amtp_report_json(s.amtp_report, buf, sizeof s.buf, &length));
    amtp_evaluation_free(evaluation);
    free(buf);
    return nothing;
}

int main(int argc, char **argv) {
    pthread_t threads[8];
    int i;
    sample_new(&s, argc, argv);
    for (i = 0; i < 8; i++) {
        IS(0, pthread_create(&threads[i], NULL, use, NULL));
    }
    for (i = 0; i < 8; i++) {
        IS(0, pthread_join(threads[i], NULL));
    }
    sample_free(&s);
    return 0;
}
