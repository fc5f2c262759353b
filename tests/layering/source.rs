//! Reads the paths of the library out of its source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, mem};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Every path of the library but those for tests, and what its root exports.
#[derive(Default)]
pub(crate) struct Source {
    pub(crate) paths: Vec<Named>,
    /// The module that each exported name comes from.
    exports: BTreeMap<String, String>,
}

/// A path, and where it stands.
pub(crate) struct Named {
    /// Below `src/`.
    pub(crate) file: String,
    /// From the crate root down; empty at the root.
    pub(crate) module: Vec<String>,
    /// As written, groups resolved: `use a::{b, c::d}` gives `a::b` and `a::c::d`.
    pub(crate) segments: Vec<String>,
}

impl Source {
    pub(crate) fn read() -> Self {
        let mut source = Self::default();
        source.file("lib.rs", &[]);
        let root = source.paths.iter().filter(|named| named.module.is_empty());
        let exports = root.filter_map(|named| match named.segments.as_slice() {
            [own, module, .., name] if own == "self" => Some((name.clone(), module.clone())),
            _ => None,
        });
        source.exports = exports.collect();
        source
    }

    /// The top-level module that a path leads to. `None` if it begins with a name in scope: what
    /// brought that there was a path too.
    pub(crate) fn target(&self, named: &Named) -> Option<String> {
        let (first, mut rest) = named.segments.split_first()?;
        let mut scope = named.module.as_slice();
        match first.as_str() {
            "crate" => scope = &[],
            "super" => {
                scope = &scope[..scope.len() - 1];
                while rest.first().is_some_and(|next| next == "super") {
                    (scope, rest) = (&scope[..scope.len() - 1], &rest[1..]);
                }
            }
            _ => return None,
        }
        let name = scope.first().or(rest.first())?;
        Some(self.exports.get(name).unwrap_or(name).clone())
    }

    /// Reads a file, and those of the modules in it.
    fn file(&mut self, file: &str, module: &[String]) {
        self.module(tokens(&Path::new("src").join(file)), file, module);
    }

    fn module(&mut self, body: TokenStream, file: &str, module: &[String]) {
        let tokens: Vec<TokenTree> = body.clone().into_iter().collect();
        let children = tokens.windows(2).filter(|pair| is(&pair[0], "mod"));
        let children = children.map(|pair| pair[1].to_string()).collect();
        self.scan(body, &Scope { file, module, children });
    }

    fn scan(&mut self, stream: TokenStream, scope: &Scope<'_>) {
        let Scope { file, module, children } = scope;
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut last = String::new();
        while let [token, later @ ..] = rest {
            rest = later;
            let before = mem::replace(&mut last, token.to_string());
            match token {
                // The item behind it ends with its braces or its semicolon.
                TokenTree::Group(group) if is_cfg_test(group) => {
                    let end = rest.iter().position(|token| is_braces(token) || is(token, ";"));
                    rest = &rest[end.unwrap() + 1..];
                }
                TokenTree::Group(group) => self.scan(group.stream(), scope),
                TokenTree::Ident(_) if before == "mod" => {
                    let child = [module, &[token.to_string()][..]].concat();
                    match rest {
                        [TokenTree::Group(body), later @ ..] => {
                            self.module(body.stream(), file, &child);
                            rest = later;
                        }
                        _ => self.file(&file_of(&child), &child),
                    }
                }
                TokenTree::Ident(_) => {
                    let (mut paths, later) = expand(&[token.to_string()], rest);
                    rest = later;
                    // A name alone is a path only behind `use` and `extern crate`.
                    paths.retain(|path| path.len() > 1 || before == "use" || before == "crate");
                    for mut segments in paths {
                        // A child hides a crate of its name.
                        if children.contains(&segments[0]) {
                            segments.insert(0, "self".into());
                        }
                        let (file, module) = (file.to_string(), module.to_vec());
                        self.paths.push(Named { file, module, segments });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Where tokens stand.
struct Scope<'a> {
    file: &'a str,
    module: &'a [String],
    /// The modules declared in it.
    children: Vec<String>,
}

/// The paths that begin with these segments, and the tokens behind them.
fn expand<'a>(path: &[String], tokens: &'a [TokenTree]) -> (Vec<Vec<String>>, &'a [TokenTree]) {
    match tokens {
        [a, b, TokenTree::Group(group), rest @ ..] if is(a, ":") && is(b, ":") => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            let trees = tokens.split(|token| is(token, ",")).filter_map(|tree| {
                let (first, rest) = tree.split_first()?;
                Some(expand(&[path, &[first.to_string()]].concat(), rest).0)
            });
            (trees.flatten().collect(), rest)
        }
        [a, b, next @ TokenTree::Ident(_), rest @ ..] if is(a, ":") && is(b, ":") => {
            expand(&[path, &[next.to_string()]].concat(), rest)
        }
        [a, b, star, rest @ ..] if is(a, ":") && is(b, ":") && is(star, "*") => {
            (vec![[path, &["*".into()]].concat()], rest)
        }
        _ => (vec![path.to_vec()], tokens),
    }
}

fn is(token: &TokenTree, text: &str) -> bool {
    !matches!(token, TokenTree::Group(_)) && token.to_string() == text
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn is_cfg_test(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket
        && group.stream().to_string().replace(' ', "") == "cfg(test)"
}

fn file_of(module: &[String]) -> String {
    let path = module.join("/");
    let files = [format!("{path}.rs"), format!("{path}/mod.rs")];
    let found = files.into_iter().find(|file| Path::new("src").join(file).exists());
    found.unwrap_or_else(|| panic!("{path} has no file"))
}

fn tokens(path: &Path) -> TokenStream {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Every file of Rust below a folder, with the identifiers in it.
pub(crate) fn words(folder: &Path) -> Vec<(PathBuf, BTreeSet<String>)> {
    fn collect(stream: TokenStream, words: &mut BTreeSet<String>) {
        for token in stream {
            match token {
                TokenTree::Group(group) => collect(group.stream(), words),
                token => drop(words.insert(token.to_string())),
            }
        }
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(words(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let mut words = BTreeSet::new();
            collect(tokens(&path), &mut words);
            files.push((path, words));
        }
    }
    files
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let text = r##"
        //! crate::comment::x
        use a::{self, b::{c, d as e}, f::*};
        pub(crate) extern crate g;
        fn h(i: &crate::j::K<super::L>) -> Vec<m::N> { o!(crate::p::q(), "crate::r"); s::<t::U>(v::dd) }
        mod v { use super::super::w; #[cfg(test)] mod x { use y::z; } }
        #[cfg(test)]
        use aa::bb;
        v::cc();
    "##;
    let mut source = Source::default();
    source.module(text.parse().unwrap(), "x.rs", &["x".into()]);
    let mut found: Vec<String> =
        source.paths.iter().map(|named| named.segments.join("::")).collect();
    found.sort_unstable();
    let expected = [
        "a::b::c",
        "a::b::d",
        "a::f::*",
        "a::self",
        "crate::j::K",
        "crate::p::q",
        "g",
        "m::N",
        "self::v::cc",
        "self::v::dd",
        "super::L",
        "super::super::w",
        "t::U",
    ];
    assert_eq!(found, expected);
    let targets: BTreeSet<String> =
        source.paths.iter().filter_map(|named| source.target(named)).collect();
    assert!(targets.iter().eq(["L", "j", "p", "w"]));
}
