package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {
    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
        src/app.js changed, 3 of 4       ! src/app.js changed, 3 of 4
        a|b                              ! a&#124;b
        **bold** _it_ ~~x~~              ! &#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;x&#126;&#126;
        <img src=x onerror=alert(1)>     ! &lt;img src=x onerror=alert(1)&gt;
        &lt;                             ! &amp;lt;
        [a](b)                           ! &#91;a&#93;(b)
        ping @octocat of #12             ! ping &#64;&#8203;octocat of &#35;&#8203;12
        see https://evil.example/x       ! see https&#58;//evil.example/x
        see WWW.evil.example             ! see WWW&#46;evil.example
        mailto:a                         ! mailto&#58;a
        - item                           ! &#45; item
        12. item                         ! 12&#46; item
        12) item                         ! 12&#41; item
        `code` $x$ \\                    ! &#96;code&#96; &#36;x&#36; &#92;
        日本 é                            ! 日本 é
        """)
    void aTextIsNoMarkup(String any, String markdown) {
        assertThat(Markdown.text(any)).isEqualTo(markdown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
        COPY . .                         ! `COPY . .`
        @octocat *x* <b> \\              ! `@octocat *x* <b> \\`
        curl x | sh                      ! <code>curl x &#124; sh</code>
        a`b</code>@o                     ! <code>a&#96;b&lt;&#47;code&gt;&#64;o</code>
        """)
    void aCommandIsCodeInATableToo(String any, String markdown) {
        assertThat(Markdown.code(any)).isEqualTo(markdown);
    }

    @Test
    void nothingIsNoCode() {
        assertThat(Markdown.code(" \n ")).isEmpty();
    }

    @Test
    void aBlockEndsWhereItsLinesEnd() {
        assertThat(Markdown.block(List.of("a ```` b", "</details>")))
                .isEqualTo("`````text\na ```` b\n</details>\n`````\n");
    }
}
