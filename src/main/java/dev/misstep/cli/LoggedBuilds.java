package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.log.ReadLogs;
import dev.misstep.log.SavedLogs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The builds that saved logs hold. */
final class LoggedBuilds {
    private static final String NO_BUILD = "holds no build that Misstep can read";

    private LoggedBuilds() {}

    /**
     * Reads logs, each a file, a directory (every file below it) or {@code -}, one after the other.
     *
     * @param builds gets what they hold, with ids that go on from those it has
     * @return what could not be read; the others are still read
     */
    static List<UserError> read(List<String> logs, Console console, List<Build> builds) {
        List<UserError> errors = new ArrayList<>();
        for (String log : logs) {
            try {
                readAll(log, console, builds);
            } catch (UserError e) {
                errors.add(e);
            }
        }
        return errors;
    }

    private static void readAll(String log, Console console, List<Build> builds) {
        int before = builds.size();
        ReadAhead.inOrder(LogFiles.of(log, console), file -> read(file, console.surroundings()), read -> {
            UserError error = read.error;
            if (error != null && read.file.named()) {
                throw error;
            }
            if (error != null) {
                console.error(error); // a warning: the other files of the directory are read
                return;
            }
            read.logs.remarks().forEach(remark -> console.warn(remark.member(), remark.message()));
            for (Build build : read.logs.builds()) {
                builds.add(build.withId(Integer.toString(builds.size() + 1)));
            }
            if (read.logs.builds().isEmpty() && !read.file.named()) {
                console.error(new UserError(ExitStatus.INPUT, read.file.name(), NO_BUILD));
            }
        });
        if (builds.size() == before) {
            throw new UserError(ExitStatus.INPUT, log, NO_BUILD);
        }
    }

    /**
     * A file that was read.
     *
     * @param logs what it holds; nothing where it could not be read
     * @param error why it could not be read, or {@code null}
     */
    private record Read(
            LogFiles file, ReadLogs logs, @Nullable UserError error) {}

    private static Read read(LogFiles file, Surroundings surroundings) {
        try (InputStream in = file.isStdin() ? surroundings.in() : open(file)) {
            return new Read(file, SavedLogs.read(file.name(), in), null);
        } catch (IOException e) {
            String what = "cannot be read (" + IoSentence.of(e) + "); check the path and its permissions";
            UserError error = new UserError(ExitStatus.INPUT, file.name(), what, e);
            return new Read(file, new ReadLogs(List.of(), List.of()), error);
        }
    }

    private static InputStream open(LogFiles file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file.path()));
    }
}
