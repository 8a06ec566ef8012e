package dev.misstep.oracle;

/**
 * One file, directory or link of a tree.
 *
 * @param owner as {@code 0:0}
 * @param text a file's content or a link's target; empty for a directory
 * @param attribute the value of its only extended attribute; empty where there is none
 */
record Item(Kind kind, int mode, String owner, String text, String attribute) {
    /** The attribute's name. */
    static final String ATTRIBUTE = "oracle";

    enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    static final String ROOT = "0:0";

    static Item file(String text) {
        return new Item(Kind.FILE, 0644, ROOT, text, "");
    }

    static Item directory() {
        return new Item(Kind.DIRECTORY, 0755, ROOT, "", "");
    }

    static Item link(String target) {
        return new Item(Kind.LINK, 0777, ROOT, target, "");
    }

    Item withMode(int newMode) {
        return new Item(kind, newMode, owner, text, attribute);
    }

    Item withOwner(String newOwner) {
        return new Item(kind, mode, newOwner, text, attribute);
    }

    Item withText(String newText) {
        return new Item(kind, mode, owner, newText, attribute);
    }

    Item withAttribute(String newAttribute) {
        return new Item(kind, mode, owner, text, newAttribute);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** What a builder makes of it alone; an engine before 24 does not look at owners. */
    String header(boolean owners) {
        return kind + " " + (kind == Kind.LINK ? "" : Integer.toOctalString(mode)) + " " + (owners ? owner : "") + " "
                + Digest.of(text) + (attribute.isEmpty() ? "" : " " + attribute);
    }
}
