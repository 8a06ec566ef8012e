package dev.misstep.cli;

import dev.misstep.explain.Analysis;
import dev.misstep.report.Charts;
import dev.misstep.report.HtmlReport;
import dev.misstep.report.JsonReport;
import dev.misstep.report.TextReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an analysis goes, and in which form. */
final class OutputOptions {
    /** Forms of the answer on standard output. */
    enum Form {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "What standard output gets: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Form form;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the HTML report to FILE.")
    private @Nullable String html;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the JSON report to FILE.")
    private @Nullable String json;

    @Option(names = "--charts", paramLabel = "DIR", description = "Write charts as PNG files into DIR.")
    private @Nullable String charts;

    Form form() {
        return form;
    }

    /** Where the user wants the HTML report, or {@code null}. */
    @Nullable
    String htmlFile() {
        return html;
    }

    /**
     * Prints the answer and writes the files the user named. Files come first: a closed pipe must not lose them. One that
     * cannot be written must not lose the answer.
     *
     * @throws UserError if a file could not be written, when all else is out
     */
    void write(Analysis analysis, Console console) {
        List<UserError> errors = new ArrayList<>();
        save(html, console, errors, file -> Files.writeString(create(file), HtmlReport.render(analysis)));
        save(json, console, errors, file -> {
            try (OutputStream out = Files.newOutputStream(create(file))) {
                JsonReport.write(analysis, out);
            }
        });
        save(charts, console, errors, directory -> Charts.write(analysis, Files.createDirectories(directory)));
        switch (form) {
            case TEXT -> console.print(new TextReport(console.columns(), console.colourOut()).render(analysis));
            case JSON -> console.print(out -> JsonReport.write(analysis, out));
        }
        UserError.throwLast(errors, console);
    }

    private interface Saving {
        void save(Path place) throws IOException;
    }

    private static void save(@Nullable String where, Console console, List<UserError> errors, Saving saving) {
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

    private static Path create(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return file;
    }
}
