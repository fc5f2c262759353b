//! The programs of others.

use std::fs::{self, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, iter};

use crate::{BODY, PATIENCE, USER};

/// What a client got for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl Reply {
    /// What a client gets that is let in.
    #[must_use]
    pub fn echo() -> Self {
        Self { status: 200, body: BODY.to_owned() }
    }

    /// Of lines that hold the body, a blank and the status.
    fn read(output: &[u8]) -> Vec<Self> {
        let reply = |line: &str| {
            let (body, status) = line.rsplit_once(' ').unwrap();
            Self { status: status.parse().unwrap(), body: body.to_owned() }
        };
        String::from_utf8(output.to_vec()).unwrap().lines().map(reply).collect()
    }
}

/// A program that posts [`BODY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// curl; every request begins without credentials.
    Curl,
    /// Python's `requests`.
    Requests,
    /// Python's `httpx`.
    Httpx,
    /// Python's `aiohttp`.
    Aiohttp,
}

impl Client {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Curl, Self::Requests, Self::Httpx, Self::Aiohttp];
    /// Those that keep a nonce for the next request.
    pub const PYTHON: [Self; 3] = [Self::Requests, Self::Httpx, Self::Aiohttp];

    /// Posts so many times, over one connection if the server leaves it open.
    #[must_use]
    pub fn post(self, address: SocketAddr, password: &str, times: usize) -> Vec<Reply> {
        let url = format!("http://{address}/wsman");
        let patience = PATIENCE.as_secs().to_string();
        let library = match self {
            Self::Curl => None,
            Self::Requests => Some("requests"),
            Self::Httpx => Some("httpx"),
            Self::Aiohttp => Some("aiohttp"),
        };
        let (mut command, package) = match library {
            None => {
                let mut command = Command::new("curl");
                command.arg("--disable"); // nobody's own settings; must come first
                command.args(["--silent", "--show-error", "--noproxy", "*"]);
                command.args(["--max-time", &patience, "--write-out", " %{http_code}\n"]);
                command.args(["--digest", "--user", &format!("{USER}:{password}")]);
                command.args(["--header", "Content-Type: application/soap+xml;charset=UTF-8"]);
                command.args(["--data-binary", BODY]).args(iter::repeat_n(url, times));
                (command, "curl")
            }
            Some(library) => {
                let mut command = Command::new("python3");
                command.arg(source("clients.py")).args([library, &url, USER, password, BODY]);
                command.args([times.to_string(), patience]);
                (command, "python3")
            }
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = spawn(&mut command, package).wait_with_output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?}: {errors}");
        Reply::read(&output.stdout)
    }
}

fn spawn(command: &mut Command, package: &str) -> Child {
    command.spawn().unwrap_or_else(|error| match error.kind() {
        ErrorKind::NotFound => {
            panic!("{:?} is missing: apt-get install {package}", command.get_program())
        }
        _ => panic!("{command:?}: {error}"),
    })
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(name)
}

/// A server of others: a process in the foreground, on a loopback port, with a directory of its
/// own. It ends with this value.
#[derive(Debug)]
pub struct Peer {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    directory: Directory,
    program: Program,
}

/// How a server is started.
#[derive(Debug)]
struct Program {
    path: &'static str,
    arguments: &'static [&'static str],
    package: &'static str,
    /// Of the environment; the files of `peers` ask for them.
    variables: Vec<(&'static str, String)>,
}

/// One server begins at a time, so that none is given the port that another one is about to open.
static STARTING: Mutex<()> = Mutex::new(());

impl Peer {
    /// Apache httpd: whether connections serve for more than one request, and for how many seconds
    /// a nonce does; 0 for one request.
    #[must_use]
    pub fn apache(keep_alive: bool, nonce_lifetime: u32) -> Self {
        Self::begin(Program {
            path: "/usr/sbin/apache2",
            // One process, which ends when it is killed.
            arguments: &["-X", "-d", ".", "-f", "apache.conf"],
            package: "apache2-bin",
            variables: vec![
                ("KEEP_ALIVE", if keep_alive { "On" } else { "Off" }.to_owned()),
                ("NONCE_LIFETIME", nonce_lifetime.to_string()),
            ],
        })
    }

    /// lighttpd with these algorithms, separated by `|`, taking hashed user names or not.
    #[must_use]
    pub fn lighttpd(algorithms: &str, userhash: bool) -> Self {
        Self::begin(Program {
            path: "/usr/sbin/lighttpd",
            arguments: &["-D", "-f", "lighttpd.conf"],
            package: "lighttpd",
            variables: vec![
                ("ALGORITHMS", algorithms.to_owned()),
                ("USERHASH", if userhash { "enable" } else { "disable" }.to_owned()),
            ],
        })
    }

    /// Python's `http.server`: answers are `chunked`, or end with the connection (`close`).
    #[must_use]
    pub fn python(framing: &str) -> Self {
        Self::begin(Program {
            path: "python3",
            arguments: &["server.py"],
            package: "python3",
            variables: vec![("FRAMING", framing.to_owned())],
        })
    }

    fn begin(program: Program) -> Self {
        let directory = Directory::new();
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        // The port is free for a moment, in which some connection may take it.
        for _ in 0..5 {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let address = listener.local_addr().unwrap();
            drop(listener);
            if let Some(child) = program.start(address, &directory) {
                return Self { address, child, directory, program };
            }
        }
        panic!("{} does not start: {}", program.path, directory.log());
    }

    /// Ends the process and starts it again on the same port.
    pub fn restart(&mut self) {
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        self.end();
        let child = self.program.start(self.address, &self.directory);
        let started = "the port, which was ours, is free";
        self.child = child.unwrap_or_else(|| panic!("{started}: {}", self.directory.log()));
    }

    fn end(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.end();
    }
}

impl Program {
    /// Waits until the port answers; `None` if the process ends.
    fn start(&self, address: SocketAddr, directory: &Directory) -> Option<Child> {
        let log = OpenOptions::new().create(true).append(true).open(directory.0.join("log"));
        let mut command = Command::new(self.path);
        command.args(self.arguments).current_dir(&directory.0).envs(self.variables.iter().cloned());
        command.env("PORT", address.port().to_string()).env("DIRECTORY", &directory.0);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log.unwrap());
        let mut child = spawn(&mut command, self.package);
        let deadline = Instant::now() + PATIENCE;
        while child.try_wait().unwrap().is_none() {
            // A connection to a port that nobody has opened may meet itself.
            let answers = TcpStream::connect(address)
                .is_ok_and(|stream| stream.local_addr().ok() != stream.peer_addr().ok());
            if answers {
                return Some(child);
            }
            if Instant::now() > deadline {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("{} does not answer: {}", self.path, directory.log());
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

/// With the files of `peers`, readable for the user whom a server started by root becomes.
#[derive(Debug)]
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let directory = loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = env::temp_dir().join(format!("amt-interop-{}-{number}", process::id()));
            match fs::create_dir(&path) {
                Ok(()) => break Self(path),
                // Of a process that was killed.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => panic!("{}: {error}", path.display()),
            }
        };
        fs::set_permissions(&directory.0, Permissions::from_mode(0o755)).unwrap();
        for file in ["apache.conf", "lighttpd.conf", "server.py", "users", "wsman"] {
            let copy = directory.0.join(file);
            fs::copy(source(file), &copy).unwrap();
            fs::set_permissions(copy, Permissions::from_mode(0o755)).unwrap();
        }
        directory
    }

    fn log(&self) -> String {
        fs::read_to_string(self.0.join("log")).unwrap_or_default()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
