package dev.misstep.oracle;

/** What may be changed between two builds. The weight is how often it is, among all. */
enum Change {
    CONTENT(12),
    MODE(4),
    FOLDER_MODE(2),
    ATTRIBUTES(3),
    LINK(3),
    RENAME(4),
    ADD(4),
    REMOVE(3),
    TYPE(2),
    EMPTY_FOLDER(3),
    TOUCH(2),
    IGNORED_FILE(4),
    IGNORE_FILE(4),
    ARGUMENT(8),
    UNDECLARED(2),
    DEFAULT(3),
    VARIABLE(5),
    LABEL(3),
    USER(2),
    SHELL(2),
    WORKDIR(2),
    COMMENT(4),
    BLANKS(4),
    SPELLING(5),
    INSERT(6),
    DELETE(4),
    MOVE(4),
    EDIT_RUN(6),
    EDIT_COPY(5),
    ASIDE(4),
    SECRET(1),
    TRIGGER(3),
    RENAME_STAGE(2),
    RETAG(3),
    CONFIGURE_BASE(2),
    REBUILD_BASE(2),
    OTHER_BASE(2),
    TARGET(3),
    PRUNE(1),
    NO_CACHE(1),
    BACK(5);

    final int weight;

    Change(int weight) {
        this.weight = weight;
    }
}
