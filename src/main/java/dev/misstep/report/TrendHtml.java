package dev.misstep.report;

import dev.misstep.history.TrendData.FileTrend;
import dev.misstep.history.TrendData.StepTrend;
import dev.misstep.report.HtmlPage.Fact;
import dev.misstep.report.TrendPage.ChangeView;
import dev.misstep.report.TrendPage.FileView;
import dev.misstep.report.TrendPage.GroupsView;
import dev.misstep.report.TrendPage.RowView;
import dev.misstep.report.TrendPage.SeriesView;
import dev.misstep.report.TrendPage.StepView;
import dev.misstep.report.TrendPeriods.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A trend as one HTML file, made as {@link HtmlReport} makes its own: no script, no request. */
public final class TrendHtml {
    private static final int SERIES_OPEN = 3;
    private static final int STEPS_SHOWN = 50;
    private static final int LONGEST_TEXT = 500;

    private final Trend trend;

    private TrendHtml(Trend trend) {
        this.trend = trend;
    }

    /** The page, to be saved as UTF-8. */
    public static String render(Trend trend) {
        return HtmlReport.render("trend.jte", new TrendHtml(trend).page());
    }

    private TrendPage page() {
        boolean empty = trend.all().builds() == 0;
        List<SeriesView> series = new ArrayList<>();
        for (SeriesTrend each : trend.series()) {
            series.add(series(each, series.size()));
        }
        List<StepTrend> steps = trend.steps();
        return new TrendPage(
                "Trend of the cache",
                empty ? "" : TrendWords.range(trend),
                empty ? TrendWords.NONE : TrendWords.numbers(trend.all()),
                facts(),
                series,
                steps.stream().limit(STEPS_SHOWN).map(TrendHtml::step).toList(),
                Math.max(0, steps.size() - STEPS_SHOWN),
                trend.files().stream().map(TrendHtml::file).toList());
    }

    private List<Fact> facts() {
        TrendNumbers all = trend.all();
        return List.of(
                new Fact(
                        "Builds",
                        String.valueOf(all.builds()),
                        all.cold() + " cold, " + all.unexplained() + " unexplained"),
                new Fact("Hit rate", Percents.text(all.hitRate()), all.hits() + " of " + all.decided() + " steps"),
                new Fact("Time hit rate", Percents.text(all.timeHitRate()), "of the time that steps take"),
                new Fact("Lost to misses", Durations.text(all.lostSeconds(), "–"), "wall time, as far as known"));
    }

    private static SeriesView series(SeriesTrend series, int index) {
        List<Period> periods = series.periods().all();
        double longest = most(periods, TrendNumbers::meanSeconds);
        double dearest = most(periods, TrendNumbers::lostSeconds);
        List<SvgTrend.Column> rates = new ArrayList<>();
        List<SvgTrend.Column> seconds = new ArrayList<>();
        List<SvgTrend.Column> lost = new ArrayList<>();
        List<RowView> rows = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            TrendNumbers numbers = periods.get(i).numbers();
            String name = name(series.periods().unit(), periods.get(i));
            rates.add(
                    SvgTrend.column(i, periods.size(), or0(numbers.hitRate()), name, Percents.text(numbers.hitRate())));
            seconds.add(column(i, periods.size(), numbers.meanSeconds(), longest, name));
            lost.add(column(i, periods.size(), numbers.lostSeconds(), dearest, name));
            rows.add(row(name, numbers));
        }
        return new SeriesView(
                "series-" + (index + 1),
                cut(series.series().title()),
                TrendWords.numbers(series.numbers()),
                series.changes().stream()
                        .map(change ->
                                new ChangeView(cut(TrendWords.change(change, SafeText::oneLine)), change.better()))
                        .toList(),
                TrendWords.worth(series.worth()),
                rates,
                seconds,
                lost,
                SvgTrend.density(periods.size()),
                series.periods().unit().label(),
                rows,
                index < SERIES_OPEN,
                groups(series));
    }

    private static String name(TrendPeriods.Unit unit, Period period) {
        return unit == TrendPeriods.Unit.BUILD
                ? period.first() + " · " + TrendWords.when(period.from())
                : TrendWords.day(period.from());
    }

    private static SvgTrend.Column column(int index, int count, @Nullable Double value, double most, String name) {
        return SvgTrend.column(index, count, most <= 0 ? 0 : or0(value) / most, name, Durations.text(value, "–"));
    }

    private static List<GroupsView> groups(SeriesTrend series) {
        List<GroupsView> groups = new ArrayList<>();
        groups(groups, "branch", series.branches());
        groups(groups, "machine", series.machines());
        return groups;
    }

    private static void groups(List<GroupsView> all, String what, List<SeriesTrend.Group> groups) {
        if (groups.size() > 1) {
            all.add(new GroupsView(
                    what,
                    groups.stream()
                            .map(group -> row(cut(SafeText.oneLine(TrendWords.group(group.name()))), group.numbers()))
                            .toList()));
        }
    }

    private static RowView row(String name, TrendNumbers numbers) {
        return new RowView(
                name,
                String.valueOf(numbers.builds()),
                Percents.text(numbers.hitRate()),
                Percents.text(numbers.timeHitRate()),
                Durations.text(numbers.meanSeconds(), "–"),
                Durations.text(numbers.lostSeconds(), "–"),
                String.valueOf(numbers.explained()),
                String.valueOf(numbers.unexplained()),
                String.valueOf(numbers.cold()));
    }

    private static StepView step(StepTrend step) {
        return new StepView(
                cut(step.name()),
                cut(step.series().title()),
                Durations.text(step.lostSeconds(), "–"),
                Percents.text(TrendWords.rate(step)),
                String.valueOf(step.ran()),
                String.valueOf(step.roots()),
                Durations.text(step.meanSeconds(), "–"),
                cut(TrendWords.causes(step, SafeText::oneLine)));
    }

    private static FileView file(FileTrend file) {
        return new FileView(
                cut(file.path()),
                cut(file.series().title()),
                Durations.text(file.lostSeconds(), "–"),
                String.valueOf(file.builds()));
    }

    private static double most(List<Period> periods, Function<TrendNumbers, @Nullable Double> value) {
        return periods.stream()
                .mapToDouble(period -> or0(value.apply(period.numbers())))
                .max()
                .orElse(0);
    }

    private static double or0(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static String cut(String text) {
        return Elision.end(SafeText.oneLine(text), LONGEST_TEXT);
    }
}
