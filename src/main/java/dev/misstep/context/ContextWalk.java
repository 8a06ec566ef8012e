package dev.misstep.context;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through a context as the builder's client does (tonistiigi/fsutil, filter.go): directory by directory in the order
 * of names, never through a link, skipping what the rules skip. An excluded directory is told of as soon as something
 * below it is taken back. Opens no file; one bad path is told and passed by. Looks into directories on all processors, and
 * puts what they held in order when all have been looked into.
 */
record ContextWalk(Disk disk, Path root, IgnoreRules rules) {
    BuildContext context() {
        ContextFolder top = new ContextFolder(null, this, root, "", null);
        top.invoke();
        List<ContextEntry> entries = new ArrayList<>();
        List<FileStamp> stamps = new ArrayList<>();
        List<WalkedFolder> folders = new ArrayList<>();
        List<ContextProblem> problems = new ArrayList<>();
        top.gather(entries, stamps, folders, problems);
        return new BuildContext(root, rules, entries, stamps, folders, problems);
    }
}
