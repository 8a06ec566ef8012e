package dev.misstep.log.wrapper;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A log as a web page has it: with entities, and tags around lines. Proved by a builder's own word that is written so, where
 * none stands as the builder wrote it: what a step prints may be a page as well.
 *
 * <pre>
 *  =&amp;gt; CACHED [2/5] RUN a &amp;amp;&amp;amp; b&lt;br /&gt;
 * </pre>
 */
final class Html implements Decoration {
    private static final LazyPattern TAG =
            new LazyPattern("</?[A-Za-z][A-Za-z0-9]{0,20}(?:\\s[^<>]{0,400})?\\s?/?>|<!--[^<>]{0,400}-->");
    private static final LazyPattern ENTITY = new LazyPattern("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,5}));");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "gt", ">", "lt", "<", "quot", "\"", "apos", "'", "nbsp", " ");

    private static final String INSTRUCTIONS = "(?:RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|LABEL|SHELL|HEALTHCHECK|VOLUME)";
    // within JSON it is the text of its fields
    private static final String ANYWHERE = "^(?!\\s*\"|.*\\{\").{0,300}?";
    private static final String HEADER = ANYWHERE + "(?:#\\d{1,6} \\[[^\\]]{0,80}\\d{1,3}/\\d{1,3}\\] |"
            + "INFO\\[[0-9TZ:+-]{4,25}\\] |Step \\d{1,5}(?:/\\d{1,5})? : |STEP \\d{1,5}(?:/\\d{1,5})?: )" + INSTRUCTIONS
            + " ";
    // "---&gt; Using cache", "--&gt; 5a2c3b4d5e6f", " =&gt; [2/5] RUN make"
    private static final LazyPattern ARROW = new LazyPattern(ANYWHERE + "(?:--&gt; (?:Using cache|[0-9a-f]{11,64})"
            + "|=&gt; (?:=&gt; |CACHED |ERROR )?(?:\\[[^\\]]{1,80}\\] |transferring |exporting |naming to |writing ))");
    private static final LazyPattern AND = new LazyPattern(HEADER + ".*&amp;&amp;");
    private static final LazyPattern QUOTE =
            new LazyPattern(HEADER + "[^\"']*&(?:quot|apos|#34|#0?39|#x27|#x22);[^\"']*$");
    private static final LazyPattern AS_WRITTEN = new LazyPattern(
            "--> (?:Using cache|[0-9a-f]{11,64}\\b)|=> (?:CACHED )?\\[[^\\]]{1,80}\\] |" + HEADER + ".*[^&]&& ");

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        if (excerpt.lines().stream().noneMatch(line -> line.indexOf('&') >= 0 && isEscaped(Ansi.strip(line)))) {
            return null;
        }
        boolean asWritten = excerpt.lines().stream()
                .anyMatch(line -> (line.contains("> ") || line.contains("&& "))
                        && AS_WRITTEN.matcher(Ansi.strip(line)).find());
        return asWritten ? null : new Found("html", Writer.TRANSPORT, true, Html::open);
    }

    private static boolean isEscaped(String line) {
        return (line.contains("&gt;") && ARROW.matcher(line).find())
                || (line.contains("&amp;&amp;") && AND.matcher(line).find())
                || ((line.contains("&quot;") || line.contains("&#") || line.contains("&apos;"))
                        && QUOTE.matcher(line).find());
    }

    private static Unwrapper open() {
        return (line, lines) -> QuotedText.lines(line, text(line.text()), lines);
    }

    /** The text that a page shows. */
    private static String text(String html) {
        String bare = html.indexOf('<') < 0 ? html : TAG.matcher(html).replaceAll("");
        if (bare.indexOf('&') < 0) {
            return bare;
        }
        return ENTITY.matcher(bare).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
    }

    private static String character(MatchResult entity) {
        String name = entity.group(3);
        if (name != null) {
            return NAMED.getOrDefault(name, entity.group());
        }
        boolean decimal = entity.group(1) != null;
        int code = Integer.parseInt(decimal ? entity.group(1) : entity.group(2), decimal ? 10 : 16);
        return Character.isValidCodePoint(code) && code > 0 ? Character.toString(code) : entity.group();
    }
}
