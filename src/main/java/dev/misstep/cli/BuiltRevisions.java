package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.context.git.GitException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Observed;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Explains saved builds with the two revisions of git that they were made from. */
final class BuiltRevisions {
    private static final String OPTION = "--rev";

    private final ClonedContext context;
    private final RevisionRange range;
    private final Console console;

    private BuiltRevisions(ClonedContext context, RevisionRange range, Console console) {
        this.context = context;
        this.range = range;
        this.console = console;
    }

    /** Explains one build or two. */
    static Analysis explain(List<Build> builds, ClonedContext context, RevisionRange range, Console console) {
        if (builds.size() > 2) {
            throw new UserError(
                    ExitStatus.USAGE,
                    OPTION,
                    "is for one build, or for two of which BASE made the first; here are " + builds.size()
                            + ", so name fewer logs");
        }
        return new BuiltRevisions(context, range, console).explain(builds);
    }

    private Analysis explain(List<Build> builds) {
        Build last = builds.get(builds.size() - 1);
        Revision base = read(range.base(), builds.get(0));
        Revision head = read(range.head(), last);
        Set<String> lineEnds = lineEnds(base, head);
        Observed now = observed(head, last, range.head(), lineEnds);
        if (builds.size() == 2) {
            Observed then = observed(base, builds.get(0), range.base(), lineEnds);
            return Explainer.explain(
                    List.of(then.build(), now.build()),
                    Map.of(then.build().id(), then.inputs(), now.build().id(), now.inputs()));
        }
        BuildInputs state = null;
        if (now.inputs().git() != null) {
            Map<String, Instruction> there =
                    base.facts().counterparts(head.facts(), head.facts().located(last));
            state = base.facts().inputs(there, base.context().snapshot(), false, ClonedContext.limits(base, lineEnds));
        }
        return Explainer.explainCompared(List.of(new Explainer.Compared(now, null, state, null)));
    }

    /** Nothing where the build is not one of this revision's Dockerfile. */
    private Observed observed(Revision revision, Build build, String name, Set<String> lineEnds) {
        Map<String, Instruction> located = ClonedContext.located(revision, build);
        if (located == null) {
            console.warn(build.source(), ClonedContext.notLocated(build, name));
            return new Observed(build, BuildInputs.NONE);
        }
        return ClonedContext.observed(revision, build, located, lineEnds);
    }

    private static Set<String> lineEnds(Revision base, Revision head) {
        try {
            return ClonedContext.lineEnds(base, head);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, OPTION, String.valueOf(e.getMessage()), e);
        }
    }

    private Revision read(String name, Build build) {
        try {
            context.definition(build); // a wrong --file is told before a wrong --rev
            return context.read(context.repository().tree(name), name, build);
        } catch (GitException e) {
            throw new UserError(ExitStatus.INPUT, OPTION, name + " " + e.getMessage(), e);
        }
    }
}
