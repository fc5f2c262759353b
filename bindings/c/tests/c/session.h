/* A device and a program around a session, scripted, in virtual time: everything succeeds unless the script says
 * otherwise. */
#ifndef SESSION_H
#define SESSION_H

/* Included by sample.h. */

#define START 5000

struct script {
    amtp_session *session;
    const amtp_device_settings *settings;
    uint64_t monotonic;
    amtp_output out;   /* the current one */
    amtp_output asked; /* what is to be answered */
    /* The device. */
    uint32_t state, mode, acl;
    amtp_bytes key, certificate;
    const char *fault; /* the TLS handshake fails */
    /* What was asked, in order. */
    int32_t operations[128];
    size_t count, events, stored, opened;
    char admin[64];
};

static inline void script_new(struct script *t, amtp_session *session, const amtp_device_settings *settings) {
    memset(t, 0, sizeof *t);
    t->session = session;
    t->settings = settings;
    t->monotonic = START;
    t->out.struct_size = sizeof t->out;
    t->asked.kind = AMTP_OUTPUT_KIND_WAIT_UNTIL;
    t->state = 1;
    t->acl = 5;
}

/* What the device replies. */
static inline void script_reply(const struct script *t, amtp_reply *reply) {
    static const amtp_bytes keys[2] = {{(const uint8_t *)"key 0", 5}, {(const uint8_t *)"key 1", 5}};
    memset(reply, 0, sizeof *reply);
    reply->struct_size = sizeof *reply;
    switch (t->asked.operation) {
    case AMTP_OPERATION_GET_GENERAL_SETTINGS:
        reply->kind = AMTP_REPLY_KIND_GENERAL_SETTINGS;
        reply->data = bytes("realm");
        break;
    case AMTP_OPERATION_GET_SETUP_SERVICE:
        reply->kind = AMTP_REPLY_KIND_SETUP_SERVICE;
        reply->number = t->state;
        break;
    case AMTP_OPERATION_GET_CONTROL_MODE:
        reply->kind = AMTP_REPLY_KIND_CONTROL_MODE;
        reply->number = t->mode;
        break;
    case AMTP_OPERATION_GET_RELEASE:
        reply->kind = AMTP_REPLY_KIND_RELEASE;
        reply->data = bytes("11.8.50.3425");
        break;
    case AMTP_OPERATION_GET_TIME:
        reply->kind = AMTP_REPLY_KIND_TIME;
        reply->number = 1100000000;
        break;
    case AMTP_OPERATION_LIST_KEY_PAIRS:
        reply->kind = AMTP_REPLY_KIND_INSTANCES;
        reply->items = keys;
        reply->count = 1;
        break;
    case AMTP_OPERATION_GENERATE_KEY_PAIR:
    case AMTP_OPERATION_ADD_CERTIFICATE:
    case AMTP_OPERATION_FIND_CERTIFICATE:
        reply->kind = AMTP_REPLY_KIND_INSTANCE;
        reply->data = keys[1];
        break;
    case AMTP_OPERATION_GET_PUBLIC_KEY:
        reply->kind = AMTP_REPLY_KIND_PUBLIC_KEY;
        reply->data = t->key;
        break;
    case AMTP_OPERATION_LIST_ACL_ENTRIES:
        reply->kind = AMTP_REPLY_KIND_ACL_ENTRIES;
        reply->numbers = &t->acl;
        reply->count = t->acl != 0;
        break;
    case AMTP_OPERATION_GET_POWER_SCHEME:
        reply->kind = AMTP_REPLY_KIND_POWER_SCHEME;
        reply->data = bytes("another");
        break;
    case AMTP_OPERATION_DETECT_WIRELESS:
        reply->kind = AMTP_REPLY_KIND_WIRELESS;
        reply->number = 1;
        break;
    default:
        break;
    }
}

static inline void script_answer(struct script *t) {
    static const amtp_bytes self_signed = {(const uint8_t *)"self-signed", 11};
    static const amtp_bytes principal = {(const uint8_t *)"HTTP/pc7:16993", 14};
    const amtp_output *asked = &t->asked;
    amtp_reply reply;
    uint8_t random[256];
    size_t i;
    switch (asked->kind) {
    case AMTP_OUTPUT_KIND_RESOLVE:
        IS(AMTP_OK, amtp_session_resolved(t->session, t->monotonic, NOW, t->settings));
        break;
    case AMTP_OUTPUT_KIND_CONNECT:
        if (t->fault)
            IS(AMTP_OK, amtp_session_not_connected(t->session, t->monotonic, NOW, AMTP_CONNECT_FAILURE_TLS, 0x80090304));
        else
            IS(AMTP_OK, amtp_session_connected(t->session, t->monotonic, NOW,
                                               t->state == 2 && t->certificate.len ? &t->certificate : &self_signed,
                                               t->opened == 16993));
        break;
    case AMTP_OUTPUT_KIND_INVOKE:
        script_reply(t, &reply);
        if (asked->operation == AMTP_OPERATION_COMMIT_CHANGES)
            t->state = t->mode = 2;
        if (asked->operation == AMTP_OPERATION_REMOVE_ACL_ENTRY)
            t->acl = 0;
        IS(AMTP_OK, amtp_session_answered(t->session, t->monotonic, NOW, asked->message, asked->sending, &reply));
        break;
    case AMTP_OUTPUT_KIND_NEED_RANDOM:
        for (i = 0; i < sizeof random; i++)
            random[i] = (uint8_t)(i * 167);
        IS(AMTP_ERR_RANDOM, amtp_session_random(t->session, t->monotonic, NOW, random, 3));
        IS(AMTP_OK, amtp_session_random(t->session, t->monotonic, NOW, random, asked->length));
        break;
    case AMTP_OUTPUT_KIND_PERSIST:
        IS(AMTP_OK, amtp_session_stored(t->session, t->monotonic, NOW, (int32_t)asked->purpose, 100 + t->stored++));
        break;
    case AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT:
        IS(AMTP_OK, amtp_session_directory_account(t->session, t->monotonic, NOW, "EXAMPLE.COM", 11, &principal, 1, 3));
        break;
    case AMTP_OUTPUT_KIND_LOOK_FOR_DEVICE_CERTIFICATE:
        /* It comes with the second look. */
        IS(AMTP_OK, amtp_session_device_certificate(t->session, t->monotonic, NOW, t->certificate.ptr,
                                                    asked->look < 2 ? 0 : t->certificate.len));
        break;
    default:
        t->monotonic = asked->until;
        IS(AMTP_OK, amtp_session_tick(t->session, t->monotonic, NOW));
        break;
    }
    t->asked.kind = AMTP_OUTPUT_KIND_WAIT_UNTIL;
}

/* One output taken, and the last one answered if it says to wait. 0 at the end. */
static inline int script_step(struct script *t) {
    amtp_endpoint endpoint;
    endpoint.struct_size = sizeof endpoint;
    IS(AMTP_OK, amtp_session_poll(t->session, &t->out));
    switch (t->out.kind) {
    case AMTP_OUTPUT_KIND_FINISHED:
        return 0;
    case AMTP_OUTPUT_KIND_WAIT_UNTIL:
        if (t->asked.kind == AMTP_OUTPUT_KIND_WAIT_UNTIL)
            t->asked.until = t->out.until;
        return 1;
    case AMTP_OUTPUT_KIND_EVENT:
        t->events++;
        return 1;
    case AMTP_OUTPUT_KIND_CONNECT:
        IS(AMTP_OK, amtp_session_endpoint(t->session, &endpoint));
        t->opened = endpoint.port;
        break;
    case AMTP_OUTPUT_KIND_INVOKE:
        IS(1, t->count < sizeof t->operations / sizeof *t->operations);
        t->operations[t->count++] = (int32_t)t->out.operation;
        break;
    case AMTP_OUTPUT_KIND_PERSIST:
        IS(1, t->out.secret.len < sizeof t->admin);
        if (t->out.purpose == AMTP_PURPOSE_ADMIN_PASSWORD)
            memcpy(t->admin, t->out.secret.ptr, t->out.secret.len);
        break;
    case AMTP_OUTPUT_KIND_CLOSE:
    case AMTP_OUTPUT_KIND_REQUEST_DEVICE_CERTIFICATE:
        return 1;
    default:
        break;
    }
    t->asked = t->out;
    return 1;
}

/* Goes on until an output of this kind; of calls, with this operation, of events, of this kind. What was asked before
 * is answered. */
static inline void script_until(struct script *t, int32_t kind, int32_t of) {
    size_t steps, length;
    char why[512];
    amtp_event event;
    event.struct_size = sizeof event;
    for (steps = 0; steps < 2000; steps++) {
        int more = script_step(t);
        if (t->out.kind == AMTP_OUTPUT_KIND_EVENT)
            IS(AMTP_OK, amtp_session_event(t->session, &event));
        if ((int32_t)t->out.kind == kind &&
            (of == 0 || (kind == AMTP_OUTPUT_KIND_INVOKE ? (int32_t)t->out.operation == of : (int32_t)event.kind == of)))
            return;
        if (!more)
            break;
        if (t->out.kind == AMTP_OUTPUT_KIND_WAIT_UNTIL)
            script_answer(t);
    }
    if (amtp_session_cause_text(t->session, why, sizeof why, &length) == AMTP_OK)
        fprintf(stderr, "%.*s\n", (int)length, why);
    fprintf(stderr, "after %u calls there is no output %d of %d\n", (unsigned)t->count, (int)kind, (int)of);
    exit(1);
}

/* A device that wants everything: its certificate is the one that belongs to `host`. */
static inline amtp_device_settings *everything(const char *host) {
    static const uint32_t realms[2] = {2, 3};
    static const uint64_t profiles[2] = {21, 22};
    static const uint8_t sid[28] = {1, 5};
    amtp_device_settings *made;
    amtp_facts *facts;
    IS(AMTP_OK, amtp_facts_new(&facts));
    IS(AMTP_OK, amtp_facts_set_release(facts, "11.8.50", 7, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_facts_add_suffix(facts, "example.com", 11, AMTP_SUFFIX_SOURCE_DHCP_OPTION15, AMTP_SOURCE_OPERATOR));
    IS(AMTP_OK, amtp_device_settings_new(&made));
    IS(AMTP_OK, amtp_device_settings_set_facts(made, facts));
    amtp_facts_free(facts);
    IS(AMTP_OK, amtp_device_settings_set_names(made, host, strlen(host), "example.com", 11, AMTP_NAMES_FROM_DISCOVERY));
    IS(AMTP_OK, amtp_device_settings_set_extend_period(made, 24));
    IS(AMTP_OK, amtp_device_settings_set_tls(made, AMTP_TLS_AUTHENTICATION_MUTUAL));
    IS(AMTP_OK, amtp_device_settings_add_tls_root(made, (const uint8_t *)"root", 4));
    IS(AMTP_OK, amtp_device_settings_add_tls_name(made, "console", 7));
    IS(AMTP_OK, amtp_device_settings_set_mebx(made, AMTP_MEBX_PASSWORD_STORED, 7, 0, AMTP_MEBX_POLICY_DURING_SETUP));
    IS(AMTP_OK, amtp_device_settings_set_option(made, AMTP_DEVICE_OPTION_KERBEROS, 1));
    IS(AMTP_OK, amtp_device_settings_set_option(made, AMTP_DEVICE_OPTION_PING_ICMP, 1));
    IS(AMTP_OK, amtp_device_settings_set_option(made, AMTP_DEVICE_OPTION_WEB_UI, 1));
    IS(AMTP_OK, amtp_device_settings_set_option(made, AMTP_DEVICE_OPTION_IDE_R, 1));
    IS(AMTP_OK, amtp_device_settings_add_digest_user(made, "gone", 4, 9, AMTP_ACL_ACCESS_ANY, realms, 2));
    IS(AMTP_OK, amtp_device_settings_clear_acl(made));
    IS(AMTP_OK, amtp_device_settings_add_digest_user(made, "operator", 8, 8, AMTP_ACL_ACCESS_LOCAL, realms, 2));
    IS(AMTP_OK, amtp_device_settings_add_kerberos_user(made, sid, 28, AMTP_ACL_ACCESS_NETWORK, realms, 1));
    IS(AMTP_OK, amtp_device_settings_set_power_scheme(made, "ON in S0", 8));
    IS(AMTP_OK, amtp_device_settings_set_wireless(made, profiles, 2));
    IS(AMTP_OK, amtp_device_settings_set_wired_8021x(made, 23));
    return made;
}

static inline amtp_uuid device_uuid(void) {
    amtp_uuid uuid;
    memset(&uuid, 7, sizeof uuid);
    return uuid;
}

/* A service point with the sample's certificate, which goes on where the certificate is predicted to be refused. */
static inline amtp_service_point *service_point(const amtp_prepared *certificate) {
    amtp_service_point *made;
    amtp_policy *policy;
    IS(AMTP_OK, amtp_service_point_new(&made));
    IS(AMTP_OK, amtp_service_point_add_certificate(made, certificate));
    IS(AMTP_OK, amtp_policy_new(&policy));
    IS(AMTP_OK, amtp_service_point_set_policy(made, policy, 1));
    amtp_policy_free(policy);
    return made;
}

static inline amtp_session *in_band(const amtp_service_point *service, const amtp_device_settings *settings) {
    amtp_uuid uuid = device_uuid();
    amtp_session *made;
    IS(AMTP_OK, amtp_session_in_band(service, settings, &uuid, "192.0.2.7", 9, NULL, 0, START, NOW, &made));
    return made;
}

#endif
