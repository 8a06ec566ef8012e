package dev.misstep.cli;

import dev.misstep.explain.Analysis;
import dev.misstep.report.AnalysisReport;
import dev.misstep.report.Charts;
import dev.misstep.report.HtmlReport;
import dev.misstep.report.PrintedReport;
import dev.misstep.report.SarifReport;
import dev.misstep.report.TraceReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where an analysis goes, and in which form. */
final class OutputOptions {
    /** Forms of the answer on standard output. */
    enum Form {
        TEXT,
        JSON,
        MARKDOWN
    }

    private final Argument<Form> form;
    private final Argument<@Nullable String> html;
    private final Argument<@Nullable String> json;
    private final Argument<@Nullable String> markdown;
    private final Argument<@Nullable String> sarif;
    private final Argument<@Nullable String> trace;
    private final Argument<@Nullable String> charts;
    private final Supplier<String> dockerfile;

    /** Of builds from the Dockerfile that is where most are. */
    OutputOptions(Syntax syntax) {
        this(syntax, () -> "Dockerfile");
    }

    /** @param dockerfile where the builds' Dockerfile is, as the user names it; asked once the command line is read */
    OutputOptions(Syntax syntax, Supplier<String> dockerfile) {
        this.dockerfile = dockerfile;
        form = form(syntax);
        html = syntax.text("FILE", "Write the HTML report to FILE.", "--html");
        json = syntax.text("FILE", "Write the JSON report to FILE.", "--json");
        markdown = syntax.text("FILE", "Write the Markdown report to FILE.", "--markdown");
        sarif = syntax.text(
                "FILE", "Write the misses whose lines are known to FILE, as SARIF for code scanning.", "--sarif");
        trace = syntax.text("FILE", "Write when steps worked to FILE, as Chrome trace events.", "--trace");
        charts = syntax.text("DIR", "Write charts as PNG files into DIR.", "--charts");
    }

    /** The option that says in which form standard output gets the answer. */
    static Argument<Form> form(Syntax syntax) {
        return syntax.choice(
                Form.values(),
                Form.TEXT,
                "FORM",
                "What standard output gets: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).",
                "--format");
    }

    Form form() {
        return form.value();
    }

    /** Prints a report of which nothing is kept. */
    static void print(PrintedReport report, Form form, Console console) {
        switch (form) {
            case TEXT -> console.print(report.text(console.columns(), console.colourOut()));
            case JSON -> console.print(report::writeJson);
            case MARKDOWN -> console.print(report.markdown());
        }
    }

    /** Where the user wants the HTML report, or {@code null}. */
    @Nullable
    String htmlFile() {
        return html.value();
    }

    /**
     * Prints the answer and writes the files the user named. Files come first: a closed pipe must not lose them. One that
     * cannot be written must not lose the answer.
     *
     * @throws UserError if a file could not be written, when all else is out
     */
    void write(Analysis analysis, Console console) {
        write(analysis, new AnalysisReport(analysis), console);
    }

    /**
     * The same for builds that are yet to be kept and judged.
     *
     * @param errors gets what could not be written
     * @return whether all was
     */
    boolean write(Analysis analysis, PrintedReport report, Console console, List<UserError> errors) {
        try {
            write(analysis, report, console);
            return true;
        } catch (UserError e) {
            errors.add(e);
            return false;
        }
    }

    /** The same where more is known than an analysis of the builds: {@code report} says it. */
    void write(Analysis analysis, PrintedReport report, Console console) {
        List<UserError> errors = new ArrayList<>();
        save(html.value(), console, errors, file -> Files.writeString(create(file), HtmlReport.render(analysis)));
        save(json.value(), console, errors, file -> {
            try (OutputStream out = Files.newOutputStream(create(file))) {
                report.writeJson(out);
            }
        });
        save(markdown.value(), console, errors, file -> Files.writeString(create(file), report.markdown()));
        save(sarif.value(), console, errors, file -> {
            try (OutputStream out = Files.newOutputStream(create(file))) {
                SarifReport.write(analysis, dockerfileFromHere(console), Version.number(), out);
            }
        });
        save(trace.value(), console, errors, file -> {
            try (OutputStream out = Files.newOutputStream(create(file))) {
                TraceReport.write(analysis, out);
            }
        });
        save(charts.value(), console, errors, directory -> Charts.write(analysis, Files.createDirectories(directory)));
        print(report, form.value(), console);
        UserError.throwLast(errors, console);
    }

    /** A CI's commands run in the repository's root; what lies elsewhere has no place in it. */
    private String dockerfileFromHere(Console console) {
        Path here = console.surroundings().workingDirectory().normalize();
        Path file = console.surroundings().resolve(dockerfile.get()).normalize();
        Path shown = file.startsWith(here) ? here.relativize(file) : file.getFileName();
        return shown == null ? "Dockerfile" : shown.toString().replace('\\', '/');
    }

    interface Saving {
        void save(Path place) throws IOException;
    }

    /** Writes what the user named a place for; one that cannot be written is among the errors. */
    static void save(@Nullable String where, Console console, List<UserError> errors, Saving saving) {
        if (where == null) {
            return;
        }
        try {
            saving.save(console.surroundings().resolve(where));
        } catch (IOException e) {
            errors.add(new UserError(
                    ExitStatus.INPUT, where, "cannot be written (" + IoSentence.of(e) + "); name another place", e));
        }
    }

    /** A file whose directory is there. */
    static Path create(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return file;
    }
}
