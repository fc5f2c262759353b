/* Will this certificate provision a device, and if not, why?
 *
 *     validate_chain CHAIN HASHES RELEASE SUFFIX TIME
 *
 * CHAIN is a file with the certificate and its issuers in any form, HASHES one with the device's root hashes, one a
 * line, RELEASE its firmware, SUFFIX its PKI DNS suffix, TIME seconds since 1970. Exit status: 0 accepted, 1 rejected,
 * 2 undetermined, 64 wrong arguments, 65 unreadable input, 66 no such file, 70 anything else. */
#include <amt_provisioning.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file {
    char bytes[1 << 20];
    size_t length;
};

static int read_file(const char *name, struct file *to) {
    FILE *file = fopen(name, "rb");
    if (!file) {
        perror(name);
        return 0;
    }
    to->length = fread(to->bytes, 1, sizeof to->bytes, file);
    if (ferror(file) || to->length == sizeof to->bytes) {
        fprintf(stderr, "%s: cannot be read, or is too long\n", name);
        to->length = 0;
    }
    fclose(file);
    return to->length != 0;
}

static int failed(const char *what, amtp_status status) {
    amtp_str name = amtp_status_name(status), text = amtp_status_text(status);
    if (status != AMTP_OK) {
        fprintf(stderr, "%s: %.*s: %.*s\n", what, (int)name.len, name.ptr, (int)text.len, text.ptr);
    }
    return status != AMTP_OK;
}

/* What the device is, as far as it is known. */
static amtp_device *describe(const struct file *hashes, const char *release, const char *suffix) {
    amtp_facts *facts = NULL;
    amtp_device *device = NULL;
    amtp_status status = amtp_facts_new(&facts);
    if (status == AMTP_OK) {
        status = amtp_facts_set_release(facts, release, strlen(release), AMTP_SOURCE_OPERATOR);
    }
    if (status == AMTP_OK) {
        status = amtp_facts_add_suffix(facts, suffix, strlen(suffix), AMTP_SUFFIX_SOURCE_PKI_DNS_SUFFIX,
                                       AMTP_SOURCE_OPERATOR);
    }
    if (status == AMTP_OK) {
        status = amtp_facts_add_root_hashes(facts, hashes->bytes, hashes->length, 1, AMTP_SOURCE_OPERATOR);
    }
    if (status == AMTP_OK) {
        status = amtp_device_new(facts, &device);
    }
    if (failed("device", status)) {
        char text[512];
        size_t length;
        if (amtp_facts_error_text(facts, text, sizeof text, &length) == AMTP_OK) {
            fprintf(stderr, "%.*s\n", (int)length, text);
        }
    }
    amtp_facts_free(facts);
    return device;
}

static amtp_prepared *prepare(const struct file *chain) {
    amtp_bag *bag = NULL;
    amtp_prepared *prepared = NULL;
    amtp_status status = amtp_bag_new(&bag);
    if (status == AMTP_OK) {
        status = amtp_bag_read(bag, (const uint8_t *)chain->bytes, chain->length);
    }
    if (status == AMTP_OK) {
        status = amtp_prepared_new(bag, NULL, 0, NULL, &prepared);
    }
    failed("certificates", status);
    amtp_bag_free(bag);
    return prepared;
}

/* Every rule that has something to say, and the whole as JSON. */
static int explain(const amtp_report *report) {
    char *json;
    size_t length = 0, index;
    for (index = 0; index < amtp_report_rule_count(report); index++) {
        amtp_rule rule;
        char seen[1024];
        rule.struct_size = sizeof rule;
        if (failed("rule", amtp_report_rule(report, index, &rule))) {
            return 70;
        }
        if (rule.severity < AMTP_SEVERITY_LEAVES_OPEN) {
            continue;
        }
        if (amtp_report_rule_text(report, index, AMTP_RULE_TEXT_SEEN, seen, sizeof seen, &length) != AMTP_OK) {
            length = 0;
        }
        fprintf(stderr, "%.*s %.*s; seen: %.*s\n", (int)rule.id.len, rule.id.ptr, (int)rule.title.len, rule.title.ptr,
                (int)length, seen);
    }
    amtp_report_json(report, NULL, 0, &length);
    json = malloc(length);
    if (!json || failed("JSON", amtp_report_json(report, json, length, &length))) {
        free(json);
        return 70;
    }
    printf("%.*s\n", (int)length, json);
    free(json);
    switch (amtp_report_verdict(report)) {
    case AMTP_VERDICT_ACCEPTED:
    case AMTP_VERDICT_NOT_APPLICABLE:
        return 0;
    case AMTP_VERDICT_REJECTED:
        return 1;
    case AMTP_VERDICT_UNDETERMINED:
        return 2;
    default:
        return 70;
    }
}

int main(int argc, char **argv) {
    static struct file chain, hashes;
    amtp_prepared *prepared = NULL;
    amtp_device *device = NULL;
    amtp_report *report = NULL;
    long long now = 0;
    char *end = NULL;
    int result = 65;
    if (argc == 6) {
        now = strtoll(argv[5], &end, 10);
    }
    if (!end || end == argv[5] || *end) {
        fprintf(stderr, "validate_chain CHAIN HASHES RELEASE SUFFIX TIME\n");
        return 64;
    }
    if (!AMTP_CHECK_VERSION()) {
        fprintf(stderr, "the library is older than its header, or incompatible\n");
        return 70;
    }
    if (!read_file(argv[1], &chain) || !read_file(argv[2], &hashes)) {
        return 66;
    }
    prepared = prepare(&chain);
    device = describe(&hashes, argv[3], argv[4]);
    if (prepared && device
        && !failed("report", amtp_report_new(prepared, device, NULL, now, &report))) {
        result = explain(report);
    }
    amtp_report_free(report);
    amtp_device_free(device);
    amtp_prepared_free(prepared);
    return result;
}
