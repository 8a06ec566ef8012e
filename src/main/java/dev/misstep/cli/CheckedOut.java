package dev.misstep.cli;

import dev.misstep.context.git.GitException;
import dev.misstep.context.git.GitRepository;
import dev.misstep.engine.http2.DaemonThread;
import dev.misstep.history.Origin;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The commit and the branch that are checked out where a context lies, found out while the engine builds. */
final class CheckedOut {
    private final FutureTask<GitRepository.@Nullable Head> head;

    private CheckedOut(FutureTask<GitRepository.@Nullable Head> head) {
        this.head = head;
    }

    /** Begins to look. */
    static CheckedOut at(Path directory) {
        FutureTask<GitRepository.@Nullable Head> head = new FutureTask<>(() -> find(directory));
        DaemonThread.start("misstep-checked-out", head);
        return new CheckedOut(head);
    }

    private static GitRepository.@Nullable Head find(Path directory) {
        if (!GitRepository.isAround(directory)) {
            return null;
        }
        try (GitRepository repository = GitRepository.around(directory)) {
            return repository.head().orElse(null);
        } catch (GitException e) {
            return null; // the history goes without
        }
    }

    /** The origin with what is checked out, where no CI says it. */
    Origin added(Origin origin) {
        if (origin.commit() != null) {
            return origin;
        }
        try {
            GitRepository.Head found = head.get();
            return found == null
                    ? origin
                    : new Origin(
                            origin.keptAt(),
                            found.commit(),
                            origin.branch() == null ? found.branch() : origin.branch(),
                            origin.ciRun(),
                            origin.machine(),
                            origin.engine());
        } catch (ExecutionException e) {
            return origin;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return origin;
        }
    }
}
