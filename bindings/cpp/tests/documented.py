"""Lists what is public in namespace amtp and has no comment, in what clang read:
clang++ -fsyntax-only -Xclang -ast-dump=json -Xclang -ast-dump-filter=amtp::"""

import json
import sys

NAMED = {"FunctionDecl", "CXXMethodDecl", "CXXConstructorDecl", "CXXConversionDecl", "FieldDecl", "CXXRecordDecl",
         "TypeAliasDecl", "TypeAliasTemplateDecl", "ClassTemplateDecl", "FriendDecl"}


def undocumented(node, path, public=True):
    """Names of what is public below `node`; `public` is how its members begin."""
    for child in node.get("inner", []):
        kind, name = child.get("kind"), child.get("name", "")
        if kind == "AccessSpecDecl":
            public = child["access"] == "public"
        if not public or child.get("isImplicit") or child.get("explicitlyDeleted") or kind not in NAMED:
            continue
        what = child
        if kind in ("ClassTemplateDecl", "FriendDecl", "TypeAliasTemplateDecl"):
            what = next((one for one in child.get("inner", []) if one.get("kind") in NAMED), child)
            name = what.get("name", name)
        if kind == "FriendDecl" and what is child:  # of a class
            continue
        seen.append(name)
        if not any(one.get("kind") == "FullComment" for one in child.get("inner", []) + what.get("inner", [])):
            yield f"{path}::{name} ({kind}, line {what.get('loc', {}).get('line')})"
        if what["kind"] == "CXXRecordDecl":
            yield from undocumented(what, f"{path}::{name}", what.get("tagUsed") == "struct")


seen, missing = [], []
text, decoder = sys.stdin.read(), json.JSONDecoder()
at = text.find("{")
while at >= 0:
    found, end = decoder.raw_decode(text, at)
    at = text.find("{", end)
    if found.get("kind") == "NamespaceDecl" and found.get("name") == "amtp":
        for inline in found["inner"]:
            missing += undocumented(inline, "amtp")
if len(seen) < 250:
    sys.exit(f"only {len(seen)} items were seen")
sys.exit("\n".join(missing) or 0)
