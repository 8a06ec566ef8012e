package dev.misstep.log;

import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.TtyVertex.Ended;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what has ended from what has begun, where a frame has lost its colours: BuildKit begins a step once all below it
 * is there, and the steps of a Dockerfile once it is read (dockerfile2llb/convert.go, solver/jobs.go).
 */
final class TtyOrder {
    // "[internal] load .dockerignore", "[linux/amd64 internal] load metadata for …", "[web internal] load …"
    private static final Pattern READING = Pattern.compile(
            "\\[(?:([^\\]]{1,200}) )?internal\\] load (build definition|\\.dockerignore|metadata|build context)\\b.*");

    // "COPY --chown=1 a ", "ADD a.tgz "
    private static final Pattern SOURCE =
            Pattern.compile("\\w{1,9}(?: {1,9}-\\S{1,9999}){0,99} {1,9}[^-\\s]\\S{0,9999}(?: .*)?");

    /** More are not looked at: every pair is compared. */
    private static final int MAX_SEEN = 2_000;

    private record Seen(TtyVertex vertex, StepName name) {
        boolean ran() {
            return vertex.lines > 0 || vertex.lastEnd() == Mark.Kind.DONE;
        }
    }

    private TtyOrder() {}

    /** Marks what must have ended, since something else could not have begun before. */
    @SuppressWarnings("ReferenceEquality") // of two that look alike, one may have ended before the other
    static void settle(List<TtyVertex> vertices) {
        List<Seen> begun = new ArrayList<>();
        List<Seen> unknown = new ArrayList<>();
        for (TtyVertex vertex : vertices) {
            Seen seen = new Seen(vertex, vertex.stepName());
            if (seen.name.index() != null || seen.name.text().startsWith("exporting to ")) {
                begun.add(seen);
            }
            if (vertex.ended == Ended.UNKNOWN && !vertex.reopened()) {
                unknown.add(seen);
            }
            if (begun.size() + unknown.size() > MAX_SEEN) {
                return;
            }
        }
        Collections.reverse(unknown); // what ended proves more than what began
        for (Seen earlier : unknown) {
            if (begun.stream().anyMatch(later -> later != earlier && endsBefore(earlier, later))) {
                earlier.vertex.end();
            }
        }
    }

    private static boolean endsBefore(Seen earlier, Seen later) {
        String text = earlier.name.text();
        boolean cached = later.vertex.lastEnd() == Mark.Kind.CACHED;
        Matcher reading = READING.matcher(text);
        if (reading.matches()) {
            String prefix = reading.group(1) == null ? "[" : "[" + reading.group(1) + " ";
            boolean same = later.name.index() != null && later.name.text().startsWith(prefix);
            return same && (!reading.group(2).equals("build context") || (!cached && copiesFromContext(later)));
        }
        if (text.startsWith("resolve image config for ") || text.startsWith("docker-image://")) {
            return later.name.index() != null;
        }
        // layers may be fetched only when the step above needs them
        boolean there = !earlier.vertex.transfers.certain() || later.ran();
        return earlier.name.index() != null
                && there
                && !cached
                && !later.vertex.mayLink()
                && isAbove(later.name, earlier.name);
    }

    private static boolean isAbove(StepName later, StepName earlier) {
        if (later.index() == null) {
            return true; // the export of the only target
        }
        return later.index() > Objects.requireNonNull(earlier.index())
                && Objects.equals(later.stage(), earlier.stage())
                && Objects.equals(later.platform(), earlier.platform())
                && Objects.equals(later.target(), earlier.target());
    }

    private static boolean copiesFromContext(Seen later) {
        String command = later.name.command();
        boolean copies = command.startsWith("COPY ") || command.startsWith("ADD ");
        boolean cut = later.vertex.name.mayBeCut();
        boolean sourceShown = !cut || SOURCE.matcher(command).matches();
        return copies
                && sourceShown
                && !later.vertex.name.hidesFlags(later.name)
                && !command.contains("--from=")
                && !command.contains("<<")
                && !command.contains("://");
    }
}
