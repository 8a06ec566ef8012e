package dev.misstep.cli;

import dev.misstep.explain.Analysis;
import dev.misstep.report.AnalysisReport;
import dev.misstep.report.HtmlReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer of a profile, with an HTML report even when nobody asked for one. */
final class ProfileReport {
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ProfileReport() {}

    /**
     * Writes it, and the path of the HTML report as the last line.
     *
     * @param subject what was profiled, as the report's file is called
     * @param errors gets what could not be written; the builds are kept and judged all the same
     */
    static void write(
            Analysis analysis, String subject, OutputOptions output, Console console, List<UserError> errors) {
        if (!output.write(analysis, new AnalysisReport(analysis), console, errors)) {
            return;
        }
        tell(
                output.htmlFile() == null
                        ? writeHtml(() -> HtmlReport.render(analysis), subject, console)
                        : output.htmlFile(),
                output.form(),
                console);
    }

    /** Says where the HTML report is: the last line of the answer, unless that is a document of its own. */
    static void tell(@Nullable String html, OutputOptions.Form form, Console console) {
        if (html != null && form == OutputOptions.Form.TEXT) {
            console.print(html + "\n");
        } else if (html != null) {
            console.say(html); // standard output is a document of its own
        }
    }

    /** Writes the report nobody named a place for; that it cannot be written spoils nothing. */
    static @Nullable String writeHtml(Supplier<String> page, String subject, Console console) {
        Surroundings surroundings = console.surroundings();
        Path reports = StateDirectory.of(surroundings.environment(), surroundings.home())
                .reports();
        String name = subject.replaceAll("[^A-Za-z0-9._-]", "_") + "-"
                + FILE_TIME.format(surroundings.clock().instant()) + ".html";
        Path file = reports.resolve(name);
        try {
            Files.createDirectories(reports);
            Files.writeString(file, page.get(), StandardCharsets.UTF_8);
            return file.toString();
        } catch (IOException e) {
            dropHalf(file, e);
            console.warn(
                    reports.toString(),
                    "the HTML report cannot be written here (" + IoSentence.of(e)
                            + "); name a place with --html, or set MISSTEP_HOME");
            return null;
        }
    }

    private static void dropHalf(Path file, IOException reason) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
