"""Sessions against a scripted device. The order of steps is what the C tests look at."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional
from uuid import UUID

import amt_provisioning as amtp
import pytest
from amt_provisioning import Operand, Operation, OutputKind, ReplyKind

DATA = Path(__file__).resolve().parents[3] / "examples" / "amtp" / "data"
START = amtp.Now(5000, 1795262400)
HELLO = (DATA / "hello.bin").read_bytes()
DEVICE = UUID("00112233-4455-6677-8899-aabbccddeeff")
ROOT = "94e4718c013d7a68051856383f32978b7235a92ab18c3a4344cf50615f7bfc2e"
ASKS = set(OutputKind) - {
    OutputKind.CLOSE,
    OutputKind.EVENT,
    OutputKind.REQUEST_DEVICE_CERTIFICATE,
    OutputKind.WAIT_UNTIL,
    OutputKind.FINISHED,
}


@pytest.fixture
def service() -> amtp.ServicePoint:
    with amtp.Bag((DATA / "provisioning-chain.pem").read_bytes()) as bag, amtp.Prepared(bag) as prepared:
        made = amtp.ServicePoint([prepared], accounts=[1])
    made.set_timer(amtp.Timer.BETWEEN_ACCOUNTS, 1000)
    return made


@pytest.fixture
def settings() -> amtp.DeviceSettings:
    with amtp.Facts() as facts:
        facts.set_release("11.8.50")
        facts.add_suffix("example.com", amtp.SuffixSource.DHCP_OPTION15)
        made = amtp.DeviceSettings(facts)
    made.set_names("pc7", "example.com")
    made.set_mebx(amtp.MebxPassword.RANDOM)
    made.set_option(amtp.DeviceOption.SOL, True)
    made.add_digest_user("operator", 1, amtp.AclAccess.NETWORK, [2, 3])
    made.add_kerberos_user(bytes(28), amtp.AclAccess.ANY, [4])
    made.set_wireless([21])
    return made


@dataclass
class World:
    """The device, and the program with its store and clock."""

    settings: amtp.DeviceSettings
    now: amtp.Now = START
    state: int = 1
    password: str = "admin"
    store: dict[int, str] = field(default_factory=lambda: {1: "P@ssw0rd"})
    asked: list[amtp.Output] = field(default_factory=list)
    events: list[amtp.Event] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def rest(self, session: amtp.Session) -> amtp.Output:
        """Takes outputs until one says to wait: that, or what is to be answered."""
        asked: Optional[amtp.Output] = None
        while True:
            out = session.poll()
            if out.kind is OutputKind.FINISHED or out.kind is OutputKind.WAIT_UNTIL:
                return asked or out
            if out.event:
                self.events.append(out.event)
            if out.endpoint:
                self.ports.append(out.endpoint.port)
                assert out.endpoint.address == "192.0.2.7"
                assert len(out.endpoint.chain) == (3 if out.endpoint.tls else 0)
            if out.kind in ASKS:
                asked = out

    def reply(self, call: amtp.Output) -> amtp.Reply:
        if call.operation is Operation.SET_ADMIN_PASSWORD:
            (reference,) = call.operands[Operand.SECRET]
            assert call.operands[Operand.REALM] == (b"realm",) and isinstance(reference, int)
            self.password = self.store[reference]
        if call.operation is Operation.COMMIT_CHANGES:
            assert self.state == 1 and not call.repeatable
            self.state = 2
        replies = {
            Operation.GET_GENERAL_SETTINGS: amtp.Reply(ReplyKind.GENERAL_SETTINGS, data="realm"),
            Operation.GET_SETUP_SERVICE: amtp.Reply(ReplyKind.SETUP_SERVICE, self.state),
            Operation.GET_CONTROL_MODE: amtp.Reply(ReplyKind.CONTROL_MODE, 2),
            Operation.GET_RELEASE: amtp.Reply(ReplyKind.RELEASE, data="11.8.50.3425"),
            Operation.GET_TIME: amtp.Reply(ReplyKind.TIME, 1100000000),
            Operation.LIST_ACL_ENTRIES: amtp.Reply(ReplyKind.ACL_ENTRIES),
            Operation.DETECT_WIRELESS: amtp.Reply(ReplyKind.WIRELESS, 1),
        }
        return replies.get(call.operation, amtp.Reply())

    def answer(self, session: amtp.Session, asked: amtp.Output) -> None:
        if asked.kind is OutputKind.RESOLVE:
            assert asked.uuid == DEVICE
            session.resolved(self.now, self.settings)
        elif asked.kind is OutputKind.CONNECT:
            assert asked.endpoint
            session.connected(self.now, [b"self-signed"] if asked.endpoint.tls else [])
        elif asked.kind is OutputKind.INVOKE:
            password = {amtp.Account.FACTORY: "admin"}.get(asked.account)
            if password is None:
                password = self.store[asked.account_reference]
            self.asked.append(asked)
            if password == self.password:
                session.answered(self.now, asked, self.reply(asked))
            else:
                code = amtp.Refusal.WRONG_CREDENTIALS
                session.failed(self.now, asked, amtp.CallFailure.REFUSED, code)
        elif asked.kind is OutputKind.NEED_RANDOM:
            session.random(self.now, bytes(index * 167 % 256 for index in range(asked.length)))
        elif asked.kind is OutputKind.PERSIST:
            assert "secret" not in repr(asked)
            self.store[100 + len(self.store)] = asked.secret.decode()
            session.stored(self.now, asked.purpose, 99 + len(self.store))
        else:
            assert asked.kind is OutputKind.WAIT_UNTIL
            self.now = amtp.Now(asked.until, self.now.wall)
            session.tick(self.now)


def begin(service: amtp.ServicePoint) -> amtp.Session:
    with amtp.HelloReader() as hello:
        hello.read(HELLO)
        return amtp.Session.out_of_band(service, hello, "192.0.2.7", START)


def test_from_hello_to_the_end_over_a_restart(service: amtp.ServicePoint, settings: amtp.DeviceSettings) -> None:
    world, session, restarted = World(settings), begin(service), False
    for _ in range(500):
        asked = world.rest(session)
        if asked.kind is OutputKind.FINISHED:
            break
        if asked.kind is OutputKind.PERSIST and not restarted:
            restarted, saved = True, session.snapshot()
            assert asked.secret not in saved
            session.close()
            session = amtp.Session.restore_out_of_band(service, settings, saved, world.now)
        else:
            world.answer(session, asked)
    result = session.poll().result
    assert result and result.success and result.cause is None and result.cause_text == ""
    assert (result.status, result.milestone) == (amtp.DeviceStatus.PROVISIONED_ADMIN, amtp.Milestone.CONFIGURED)
    assert result.admin_password and world.password == world.store[result.admin_password]
    assert result.mebx_password and result.mebx_password != result.admin_password
    assert world.ports[0] == 16993 and world.ports[-1] == 16992
    order = [call.operation for call in world.asked]
    assert order.count(Operation.COMMIT_CHANGES) == order.count(Operation.SET_ADMIN_PASSWORD) == 1
    assert order.index(Operation.SET_ADMIN_PASSWORD) < order.index(Operation.COMMIT_CHANGES)
    operands = {call.operation: call.operands for call in world.asked}
    assert operands[Operation.SET_NAMES] == {Operand.HOST: ("pc7",), Operand.DOMAIN: ("example.com",)}
    assert operands[Operation.SET_REDIRECTION] == {Operand.SOL: (1,), Operand.IDE_R: (0,)}
    assert operands[Operation.ADD_WIRELESS_PROFILE] == {Operand.PROFILE: (21,)}
    users = [call.operands for call in world.asked if call.operation is Operation.ADD_ACL_ENTRY]
    assert users[0][Operand.USER] == ("operator",) and users[0][Operand.ACL_REALM] == (2, 3)
    assert users[1][Operand.SID] == (bytes(28),) and Operand.SECRET not in users[1]
    (chosen,) = [event.evaluation for event in world.events if event.evaluation]
    assert chosen.verdict is amtp.Verdict.ACCEPTED
    steps = [event for event in world.events if event.kind is amtp.EventKind.STEP]
    assert [step.step_number for step in steps] == list(range(1, steps[-1].step_count + 1))
    assert [event.kind for event in world.events].count(amtp.EventKind.TASK_END) == 1


def test_failures_say_why(service: amtp.ServicePoint, settings: amtp.DeviceSettings) -> None:
    session = begin(service)
    with pytest.raises(amtp.Error, match="every output to be taken first"):
        session.tick(START)
    world = World(settings)
    assert world.rest(session).kind is OutputKind.RESOLVE
    session.not_resolved(START, amtp.NotResolved.UNKNOWN)
    result = world.rest(session).result
    assert result and not result.success and result.cause and result.cause.name == "UNKNOWN_UUID"
    agreed = hashlib.sha256(b"one").digest()
    settings.set_one_time_password(agreed)
    other = amtp.Session.in_band(service, settings, DEVICE, "192.0.2.7", START, hashlib.sha256(b"two").digest())
    assert len(other.plan) == 0
    result = world.rest(other).result
    assert result and result.cause and result.cause.name == "OTP_MISMATCH"
    same = amtp.Session.in_band(service, settings, DEVICE, "192.0.2.7", START, agreed)
    assert same.unfinished == tuple(text for _, text in same.plan)
    assert same.plan[0] == (amtp.Stage.CONTACT, "open a TLS connection with the provisioning certificate")
    assert world.rest(same).kind is OutputKind.CONNECT
    same.not_connected(START, amtp.ConnectFailure.TLS, 0x80090304)
    result = world.rest(same).result
    assert result and "0x80090304" in result.cause_text
    with pytest.raises(amtp.Error, match="AMTP_ERR_SNAPSHOT"):
        amtp.Session.restore_in_band(service, settings, b"AMTP", START)
    with pytest.raises(amtp.Error, match="AMTP_ERR_RANGE"):
        amtp.Session.in_band(service, settings, DEVICE, "pc7", START)


def test_agent() -> None:
    with amtp.Facts() as facts, amtp.Agent(ROOT, amtp.Product.CONFIG_MGR2012, START, patience=1000) as agent:
        facts.add_root_hashes(ROOT)

        def asks(kind: amtp.AgentOutputKind) -> amtp.AgentOutput:
            out = agent.poll()
            assert out.kind is kind
            assert agent.poll().until == START.monotonic + 1000
            return out

        asks(amtp.AgentOutputKind.READ_FACTS)
        agent.facts_read(START, True, amtp.DeviceStatus.NOT_PROVISIONED, facts)
        asked = asks(amtp.AgentOutputKind.NEED_RANDOM)
        agent.random(START, bytes(range(asked.length)))
        sent = asks(amtp.AgentOutputKind.SEND_HASH)
        agent.hash_stored(START, True)
        password = asks(amtp.AgentOutputKind.SET_ONE_TIME_PASSWORD)
        assert hashlib.sha256(password.data).digest() == sent.data
        agent.password_set(START, 0)
        asks(amtp.AgentOutputKind.OPEN_INTERFACE)
        agent.interface_opened(START, 5)
        assert agent.poll().kind is amtp.AgentOutputKind.TASK_END
        end = agent.poll()
    assert not end.interface_open and end.cause and end.cause.name == "HOST_INTERFACE_FAILED"
