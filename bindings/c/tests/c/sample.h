/* What the C tests share: a judgement on the sample data of the tool, and two macros. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <amt_provisioning.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-11-21T12:00:00Z */
#define NOW 1795262400
#define HASH "742c3192e607e424eb4549542be1bbc53e6174e2"

#define IS(expected, call) \
    do { \
        long is_found = (long)(call); \
        if (is_found != (long)(expected)) { \
            fprintf(stderr, "%s:%d: %s is %ld, not %s\n", __FILE__, __LINE__, #call, is_found, #expected); \
            exit(1); \
        } \
    } while (0)

#define IS_NOT(unwanted, call) \
    do { \
        if ((long)(call) == (long)(unwanted)) { \
            fprintf(stderr, "%s:%d: %s is %s\n", __FILE__, __LINE__, #call, #unwanted); \
            exit(1); \
        } \
    } while (0)

#define IS_TEXT(expected, view) \
    do { \
        amtp_str is_view = (view); \
        if (is_view.len != strlen(expected) || memcmp(is_view.ptr, expected, is_view.len) != 0) { \
            fprintf(stderr, "%s:%d: %s is \"%.*s\", not \"%s\"\n", __FILE__, __LINE__, #view, (int)is_view.len, \
                    is_view.ptr, expected); \
            exit(1); \
        } \
    } while (0)

struct sample {
    amtp_bag *amtp_bag, *scratch_amtp_bag, *failed_bag;
    amtp_facts *amtp_facts, *scratch_amtp_facts, *failed_facts;
    amtp_policy *amtp_policy, *scratch_amtp_policy;
    amtp_evaluation *amtp_evaluation, *scratch_amtp_evaluation;
    amtp_prepared *amtp_prepared;
    amtp_device *amtp_device;
    amtp_report *amtp_report;
    amtp_matrix *amtp_matrix;
    amtp_ranking *amtp_ranking;
    const amtp_prepared *certificate;
    amtp_path_limits limits;
    amtp_bytes item, out_amtp_bytes;
    amtp_str out_amtp_str;
    amtp_error out_amtp_error;
    amtp_finding out_amtp_finding;
    amtp_rule out_amtp_rule;
    amtp_certificate out_amtp_certificate;
    amtp_hash out_amtp_hash;
    amtp_check out_amtp_check;
    size_t out_size_t;
    int32_t out_int32_t;
    uint8_t data[32];
    char buf[65536];
};

static inline size_t read_file(const char *name, char *to, size_t cap) {
    FILE *file = fopen(name, "rb");
    size_t length;
    if (!file) {
        perror(name);
        exit(1);
    }
    length = fread(to, 1, cap, file);
    fclose(file);
    return length;
}

/* The first argument is a file with the chain, the second one with the device's root hashes. The suffix of the
 * device is another one than the certificate's, and a part of the input is no certificate, so that there is
 * something to report. */
static inline void sample_new(struct sample *s, int argc, char **argv) {
    static char chain[65536], hashes[65536];
    amtp_bytes items[2];
    size_t length;
    if (argc != 3) {
        fprintf(stderr, "expected CHAIN HASHES\n");
        exit(1);
    }
    memset(s, 0, sizeof *s);
    s->out_amtp_error.struct_size = sizeof s->out_amtp_error;
    s->out_amtp_finding.struct_size = sizeof s->out_amtp_finding;
    s->out_amtp_rule.struct_size = sizeof s->out_amtp_rule;
    s->out_amtp_certificate.struct_size = sizeof s->out_amtp_certificate;
    s->out_amtp_hash.struct_size = sizeof s->out_amtp_hash;
    s->out_amtp_check.struct_size = sizeof s->out_amtp_check;
    s->limits.struct_size = sizeof s->limits;
    items[0].ptr = (const uint8_t *)chain;
    items[0].len = read_file(argv[1], chain, sizeof chain);
    items[1].ptr = (const uint8_t *)"no certificate";
    items[1].len = 14;
    s->item = items[1];
    IS(AMTP_OK, amtp_bag_new(&s->amtp_bag));
    IS(AMTP_OK, amtp_bag_read_all(s->amtp_bag, items, 2));
    IS(AMTP_OK, amtp_bag_new(&s->scratch_amtp_bag));
    IS(AMTP_OK, amtp_bag_new(&s->failed_bag));
    IS(AMTP_OK, amtp_bag_set_limits(s->failed_bag, 0, 0, 10));
    IS(AMTP_ERR_INPUT_TOO_LARGE, amtp_bag_read(s->failed_bag, items[0].ptr, items[0].len));
    IS(AMTP_OK, amtp_prepared_new(s->amtp_bag, NULL, 0, NULL, &s->amtp_prepared));
    s->certificate = s->amtp_prepared;
    IS(AMTP_OK, amtp_facts_new(&s->amtp_facts));
    IS(AMTP_OK, amtp_facts_new(&s->scratch_amtp_facts));
    IS(AMTP_OK, amtp_facts_new(&s->failed_facts));
    IS(AMTP_ERR_RELEASE, amtp_facts_set_release(s->failed_facts, "16.x", 4, AMTP_SOURCE_OPERATOR));
    length = read_file(argv[2], hashes, sizeof hashes);
    IS(AMTP_OK, amtp_facts_set_release(s->amtp_facts, "16.1.30.2269", 12, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_add_root_hashes(s->amtp_facts, hashes, length, 1, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_add_suffix(s->amtp_facts, "example.net", 11, AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX,
                                      AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_device_new(s->amtp_facts, &s->amtp_device));
    IS(AMTP_OK, amtp_policy_new(&s->amtp_policy));
    IS(AMTP_OK, amtp_policy_new(&s->scratch_amtp_policy));
    IS(AMTP_OK, amtp_evaluation_new(&s->amtp_evaluation));
    IS(AMTP_OK, amtp_evaluation_new(&s->scratch_amtp_evaluation));
    IS(AMTP_OK, amtp_judge(s->amtp_prepared, s->amtp_device, NULL, NOW, s->amtp_evaluation));
    IS(AMTP_OK, amtp_report_new(s->amtp_prepared, s->amtp_device, NULL, NOW, &s->amtp_report));
    IS(AMTP_OK, amtp_matrix_new(s->amtp_prepared, s->amtp_device, NULL, NOW, &s->amtp_matrix));
    IS(AMTP_OK, amtp_choose(&s->certificate, 1, s->amtp_device, NULL, NOW, &s->amtp_ranking));
}

static inline void sample_free(struct sample *s) {
    amtp_ranking_free(s->amtp_ranking);
    amtp_matrix_free(s->amtp_matrix);
    amtp_report_free(s->amtp_report);
    amtp_evaluation_free(s->scratch_amtp_evaluation);
    amtp_evaluation_free(s->amtp_evaluation);
    amtp_policy_free(s->scratch_amtp_policy);
    amtp_policy_free(s->amtp_policy);
    amtp_device_free(s->amtp_device);
    amtp_facts_free(s->failed_facts);
    amtp_facts_free(s->scratch_amtp_facts);
    amtp_facts_free(s->amtp_facts);
    amtp_prepared_free(s->amtp_prepared);
    amtp_bag_free(s->failed_bag);
    amtp_bag_free(s->scratch_amtp_bag);
    amtp_bag_free(s->amtp_bag);
}

#endif
