package dev.misstep.cli;

import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.log.BuildListener;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hears which commit the builder took a context from, and passes all on. */
final class FetchedCommit implements BuildListener {
    private static final String SOURCE = "[internal] load git source ";
    // "4f2a…	refs/heads/main", and before it what git says of branches and hints
    private static final Pattern COMMIT = Pattern.compile("^([0-9a-f]{40}|[0-9a-f]{64})(?:\\s.*)?$");

    private final BuildListener listener;
    private volatile @Nullable String seen;

    FetchedCommit(BuildListener listener) {
        this.listener = listener;
    }

    /** The commit, or {@code null} where the builder does not say. */
    @Nullable
    String seen() {
        return seen;
    }

    @Override
    public void started(String id, StepName name) {
        listener.started(id, name);
    }

    @Override
    public void finished(String id, StepName name, Status status, @Nullable Double seconds) {
        listener.finished(id, name, status, seconds);
    }

    @Override
    public void output(String id, StepName name, String line) {
        Matcher commit = COMMIT.matcher(line.strip());
        if (name.text().startsWith(SOURCE) && commit.matches()) {
            seen = commit.group(1);
        }
        listener.output(id, name, line);
    }
}
