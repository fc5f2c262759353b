//! The header, read item by item.

/// A declaration, a field or an enumerator, with the comment in front of it.
pub(crate) struct Item {
    pub(crate) comment: String,
    pub(crate) text: String,
}

impl Item {
    /// A field or an enumerator, or a macro beside others.
    pub(crate) fn is_inner(&self) -> bool {
        self.text.starts_with("    ")
    }

    /// A handle.
    pub(crate) fn is_opaque(&self) -> bool {
        self.text.starts_with("typedef struct amtp_")
    }
}

/// Every item that needs a comment.
pub(crate) fn items(header: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let (mut comment, mut lines) = (String::new(), header.lines());
    while let Some(line) = lines.next() {
        if let Some(text) = line.trim_start().strip_prefix("//") {
            comment += text.trim();
            comment.push(' ');
            continue;
        }
        let is_item = line.starts_with("AMTP_API")
            || line.starts_with("typedef struct")
            || line.starts_with("enum amtp_")
            || line.starts_with("typedef int32_t amtp_status;")
            || line.starts_with("#define AMTP_") && !line.starts_with("#define AMTP_API")
            || line.starts_with("    ")
                && line.ends_with([',', ';'])
                && !line.contains("amtp_version_number");
        if is_item {
            let mut text = line.to_owned();
            if line.starts_with("AMTP_API") {
                while !text.ends_with(';') {
                    text = text + " " + lines.next().unwrap().trim();
                }
            }
            items.push(Item { comment: comment.clone(), text });
        }
        // Several macros may share a comment.
        if !line.starts_with("#define") {
            comment.clear();
        }
    }
    items
}

/// A function of the header.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) result: String,
    /// Type and name of each parameter: `const char *` and `text`.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Function {
    pub(crate) fn of(item: &Item) -> Option<Self> {
        let text = item.text.strip_prefix("AMTP_API")?.trim();
        let (head, parameters) = text.split_once('(').unwrap();
        let (result, name) = head.rsplit_once(' ').unwrap();
        let parameters = parameters.strip_suffix(");").unwrap();
        let parameter = |text: &str| {
            let text = text.trim();
            let at = text.rfind([' ', '*']).unwrap() + 1;
            (text[..at].trim().to_owned(), text[at..].to_owned())
        };
        let parameters = parameters.split(',').filter(|text| *text != "void").map(parameter);
        Some(Self {
            name: name.to_owned(),
            result: result.to_owned(),
            parameters: parameters.collect(),
        })
    }
}
