package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.SourceCommit;
import dev.misstep.context.git.GitException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Explains saved builds with the commits that their logs say were checked out before them. */
final class LoggedCommits {
    private static final int SHOWN = 12;

    /** A build of which git has what it was made from. */
    private record Known(Revision revision, Map<String, Instruction> located) {}

    private final ClonedContext context;
    private final Console console;
    private final Map<String, Revision> revisions = new HashMap<>();
    private final Map<String, Known> known = new HashMap<>();
    private final Set<String> told = new TreeSet<>();

    private LoggedCommits(ClonedContext context, Console console) {
        this.context = context;
        this.console = console;
    }

    /** Explains a series; of a build whose commit is not known only its log counts. */
    static Analysis explain(List<Build> builds, ClonedContext context, Console console) {
        if (builds.stream().allMatch(build -> build.commit() == null)) {
            throw new UserError(
                    ExitStatus.USAGE,
                    "--context",
                    "needs --rev BASE..HEAD, the revisions the builds were made from: no log here names the commit that was"
                            + " checked out");
        }
        return new LoggedCommits(context, console).explain(builds);
    }

    private Analysis explain(List<Build> builds) {
        List<Build> noted = new ArrayList<>();
        for (Build build : builds) {
            Diagnostic diagnostic = find(build);
            if (diagnostic != null && told.add(build.source() + "\0" + diagnostic.message())) {
                console.warn(build.source(), diagnostic.message());
            }
            noted.add(diagnostic == null ? build : with(build, diagnostic));
        }
        return Explainer.explain(noted, this::compared);
    }

    private static Build with(Build build, Diagnostic diagnostic) {
        List<Diagnostic> diagnostics = new ArrayList<>(build.diagnostics());
        diagnostics.add(diagnostic);
        return build.withDiagnostics(diagnostics);
    }

    /** Finds what a build was made from; says why not where that cannot be found. */
    private @Nullable Diagnostic find(Build build) {
        SourceCommit commit = build.commit();
        if (commit == null) {
            return new Diagnostic(0, "does not name the commit that was checked out, so git is not asked about it");
        }
        String name = shown(commit.hash());
        try {
            Revision revision = revision(commit, build);
            Map<String, Instruction> located = ClonedContext.located(revision, build);
            if (located == null) {
                return new Diagnostic(commit.line(), ClonedContext.notLocated(build, name));
            }
            known.put(build.id(), new Known(revision, located));
            return null;
        } catch (GitException e) {
            return new Diagnostic(commit.line(), "was built from " + name + ", which " + e.getMessage());
        } catch (UserError e) {
            return new Diagnostic(commit.line(), "was built from " + name + ": " + e.getMessage());
        }
    }

    private Revision revision(SourceCommit commit, Build build) throws GitException {
        String whole = context.repository().commit(commit.hash(), commit.merge());
        String key = whole + "\0" + context.definition(build) + "\0" + ClonedContext.builder(build);
        Revision revision = revisions.get(key);
        if (revision == null) {
            revision = context.read(context.repository().tree(whole), shown(whole), build);
            revisions.put(key, revision);
        }
        return revision;
    }

    private static String shown(String hash) {
        return hash.substring(0, Math.min(SHOWN, hash.length()));
    }

    private Explainer.Compared compared(Build build, @Nullable Build baseline) {
        Known now = known.get(build.id());
        Known then = baseline == null ? null : known.get(baseline.id());
        Set<String> lineEnds = now == null || then == null ? Set.of() : lineEnds(then.revision, now.revision);
        return new Explainer.Compared(
                observed(build, now, lineEnds), baseline == null ? null : observed(baseline, then, lineEnds));
    }

    private static Observed observed(Build build, @Nullable Known known, Set<String> lineEnds) {
        return known == null
                ? new Observed(build, BuildInputs.NONE)
                : ClonedContext.observed(known.revision, build, known.located, lineEnds);
    }

    private static Set<String> lineEnds(Revision base, Revision head) {
        try {
            return ClonedContext.lineEnds(base, head);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, "--context", String.valueOf(e.getMessage()), e);
        }
    }
}
