package dev.misstep.cli;

import dev.misstep.explain.Analysis;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.JudgedBuild;
import dev.misstep.log.SavedLogs;
import dev.misstep.report.AnalysisReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads and reports a short log that is made up, while the command line is looked at and the user's log is read. */
final class RehearsedAnalysis {
    private static final String LOG = """
            #1 [internal] load build definition from Dockerfile
            #1 transferring dockerfile: 90B done
            #1 DONE 0.0s

            #2 [base 1/3] FROM docker.io/library/a
            #2 DONE 0.0s

            #3 [base 2/3] COPY a b
            #3 CACHED

            #4 [base 3/3] RUN make
            #4 0.100 text
            #4 DONE 0.1s
            """;

    private RehearsedAnalysis() {}

    /** Begins, and does not wait; where there is one processor it could only be in the way. */
    static void begin() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Rehearsal.begin(RehearsedAnalysis::report);
        }
    }

    /** All of it, in the order in which {@code analyze} comes to it. */
    static String report() throws IOException {
        byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
        Analysis analysis = Explainer.explain(
                SavedLogs.read("log", new ByteArrayInputStream(log)).builds());
        String text = new AnalysisReport(analysis).text(80, false);
        JudgedBuild.of(analysis);
        return text;
    }
}
