package dev.misstep.report;

import dev.misstep.build.Sha256;
import dev.misstep.explain.Analysis;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * An analysis as one HTML file. It has no script, asks for nothing, and says so to the browser by a content security policy
 * that allows the one style sheet inside, by its hash.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** The page, to be saved as UTF-8. */
    public static String render(Analysis analysis) {
        return render("report.jte", new HtmlPageMaker(analysis).page());
    }

    /** A page of its own template. */
    static String render(String template, Object page) {
        String css = styleSheet();
        StringOutput out = new StringOutput();
        TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.misstep.report.template")
                .render(template, Map.of("page", page, "css", css, "policy", policy(css)), out);
        return out.toString();
    }

    private static String policy(String css) {
        return "default-src 'none'; img-src data:; style-src 'sha256-" + sha256(css)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String styleSheet() {
        try (InputStream in = Objects.requireNonNull(
                HtmlReport.class.getResourceAsStream("report.css"), "report.css is not in the jar")) {
            // A browser hashes what it has parsed, and a parser knows no carriage returns.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
