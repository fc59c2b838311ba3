package kpipe.benchmarks.esper;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventSender;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.util.EventTypeBusModifier;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kpipe.benchmarks.esper.EventFile.Column;
import kpipe.benchmarks.esper.EventFile.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Runs one query of Nexmark in an Esper of this process: one thread, events as arrays of objects, no locks, time from the events. Where a query reads two files, their events come in the order of time, as
 * one who uses Esper has to see to.
 */
public final class EsperNexmark {

    private static final long START = 1_767_225_600_000L;
    private static final long DAY = 86_400_000L;
    private static final List<String> TABLES = List.of("Persons", "Auctions", "Bids");
    private static final List<String> COLUMNS = List.of(
            "id# name email_address credit_card city state date_time@ extra",
            "id# item_name description initial_bid# reserve# date_time@ expires@ seller# category# extra",
            "auction# bidder# price# channel url date_time@ extra");

    private final String query;
    private final Lines lines;
    private long now;

    private EsperNexmark(String query, Lines lines) {
        this.query = query;
        this.lines = lines;
    }

    /** Arguments: the query, the folder of events, the folder of results. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(Path.of(arguments[2]));
        try (Lines lines = new Lines(Path.of(arguments[2], "results.jsonl"))) {
            new EsperNexmark(arguments[0], lines).run(folder);
        }
    }

    private void run(Path folder) throws Exception {
        String text = EsperQueries.of(query);
        Configuration options = options(text);
        EPRuntime runtime = EPRuntimeProvider.getRuntime("nexmark", options);
        EPEventService events = runtime.getEventService();
        boolean byClock = query.equals("q12");
        events.advanceTime(byClock ? System.currentTimeMillis() : START);
        EPCompiled compiled = EPCompilerProvider.getCompiler().compile(text, new CompilerArguments(options));
        EPStatement[] statements =
                runtime.getDeploymentService().deploy(compiled).getStatements();
        EPStatement last = statements[statements.length - 1];
        String[] names = last.getEventType().getPropertyNames();
        last.addListener((arrived, left, statement, of) -> take(names, arrived));
        if (query.equals("q13")) {
            fill(events.getEventSender("SideInput"), folder);
        }
        read(folder, text, events, byClock);
        events.advanceTimeSpan((byClock ? System.currentTimeMillis() : now) + (text.contains("1 day") ? DAY : 60_000));
    }

    private static Configuration options(String text) {
        Configuration options = new Configuration();
        for (int i = 0; i < TABLES.size(); i++) {
            Column[] columns = columns(i, text);
            String[] names = new String[columns.length];
            Object[] types = new Object[columns.length];
            for (int j = 0; j < columns.length; j++) {
                names[j] = columns[j].name();
                types[j] = columns[j].kind() == Kind.TEXT ? String.class : long.class;
            }
            options.getCommon().addEventType(TABLES.get(i), names, types);
        }
        options.getCommon()
                .addEventType("SideInput", new String[] {"number", "found"}, new Object[] {long.class, String.class});
        options.getCommon().addImport(Functions.class);
        options.getRuntime().getThreading().setInternalTimerEnabled(false);
        options.getRuntime().getThreading().setListenerDispatchPreserveOrder(false);
        options.getRuntime().getThreading().setInsertIntoDispatchPreserveOrder(false);
        options.getRuntime().getExecution().setDisableLocking(true);
        options.getCompiler().getExpression().setIntegerDivision(true);
        options.getCompiler().getByteCode().setAllowSubscriber(false);
        options.getCompiler().getByteCode().setAccessModifiersPublic();
        options.getCompiler().getByteCode().setBusModifierEventType(EventTypeBusModifier.BUS);
        return options;
    }

    private static Column[] columns(int table, String text) {
        String[] names = COLUMNS.get(table).split(" ");
        Column[] columns = new Column[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i].replaceAll("[#@]", "");
            Kind kind = names[i].endsWith("#") ? Kind.NUMBER : names[i].endsWith("@") ? Kind.TIME : Kind.TEXT;
            columns[i] = new Column(name, kind, text.contains(name));
        }
        return columns;
    }

    private static void fill(EventSender table, Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("side_input.csv"))) {
            int comma = line.indexOf(',');
            table.sendEvent(new Object[] {Long.valueOf(line.substring(0, comma)), line.substring(comma + 1)});
        }
    }

    /** Sends the rows of those files that the query reads, in the order of time: of equal ones persons first and bids last. */
    private void read(Path folder, String text, EPEventService events, boolean byClock) throws IOException {
        List<EventFile> files = new ArrayList<>();
        List<EventSender> senders = new ArrayList<>();
        for (int i = 0; i < TABLES.size(); i++) {
            if (text.contains(TABLES.get(i))) {
                String name = TABLES.get(i).toLowerCase(Locale.ROOT) + ".jsonl";
                files.add(new EventFile(folder.resolve(name), columns(i, text)));
                senders.add(events.getEventSender(TABLES.get(i)));
            }
        }
        if (files.size() == 1) {
            one(files.get(0), senders.get(0), events, byClock);
        } else {
            two(files, senders, events);
        }
        for (EventFile file : files) {
            file.close();
        }
    }

    private void one(EventFile file, EventSender sender, EPEventService events, boolean byClock) throws IOException {
        int count = 0;
        for (Object[] row = file.next(); row != null; row = file.next()) {
            if (!byClock) {
                advance((Long) row[file.time()], events);
            } else if ((++count & 255) == 0) {
                events.advanceTime(System.currentTimeMillis());
            }
            sender.sendEvent(row);
        }
    }

    private void two(List<EventFile> files, List<EventSender> senders, EPEventService events) throws IOException {
        EventFile left = files.get(0);
        EventFile right = files.get(1);
        Object[] first = left.next();
        Object[] second = right.next();
        while (first != null || second != null) {
            if (first != null && (second == null || (Long) first[left.time()] <= (Long) second[right.time()])) {
                advance((Long) first[left.time()], events);
                senders.get(0).sendEvent(first);
                first = left.next();
            } else if (second != null) {
                advance((Long) second[right.time()], events);
                senders.get(1).sendEvent(second);
                second = right.next();
            }
        }
    }

    private void advance(long time, EPEventService events) {
        if (time > now) {
            now = time;
            events.advanceTime(time);
        }
    }

    private void take(String[] names, EventBean @Nullable [] arrived) {
        if (arrived == null) {
            return;
        }
        switch (query) {
            case "q5" -> most(arrived);
            case "q11" -> sessions(arrived);
            case "q19" -> ranked(names, arrived);
            default -> {
                for (EventBean row : arrived) {
                    write(names, row);
                    lines.end();
                }
            }
        }
    }

    private void write(String[] names, EventBean row) {
        for (String name : names) {
            lines.put(name, row.get(name));
        }
    }

    /** The last step of q5, which EPL says only with a join of a window with its own results: those that have the most bids. */
    private void most(EventBean[] counts) {
        long most = 0;
        for (EventBean row : counts) {
            most = Math.max(most, (Long) row.get("num"));
        }
        for (EventBean row : counts) {
            if (most > 0 && (Long) row.get("num") == most) {
                lines.put("auction", row.get("auction")).put("num", most).end();
            }
        }
    }

    /** The last step of q11: all rows of a session leave at once, and are counted. */
    private void sessions(EventBean[] rows) {
        Map<Object, long[]> sessions = new LinkedHashMap<>();
        for (EventBean row : rows) {
            long time = (Long) row.get("date_time");
            long[] session = sessions.computeIfAbsent(row.get("bidder"), none -> new long[] {0, time, time});
            session[0]++;
            session[2] = time;
        }
        sessions.forEach((bidder, session) -> {
            lines.put("bidder", bidder).put("bid_count", session[0]);
            lines.put("since", session[1]).put("until", session[2] + 10_000).end();
        });
    }

    /** The last step of q19: numbers the rows of each auction, which EPL keeps sorted and does not number. */
    private void ranked(String[] names, EventBean[] rows) {
        Map<Object, List<EventBean>> auctions = new LinkedHashMap<>();
        for (EventBean row : rows) {
            auctions.computeIfAbsent(row.get("auction"), none -> new ArrayList<>())
                    .add(row);
        }
        Comparator<EventBean> order = Comparator.<EventBean>comparingLong(row -> -(Long) row.get("price"))
                .thenComparingLong(row -> (Long) row.get("date_time"));
        for (List<EventBean> auction : auctions.values()) {
            auction.sort(order);
            for (int i = 0; i < auction.size(); i++) {
                write(names, auction.get(i));
                lines.put("rank_number", (long) i + 1).end();
            }
        }
    }
}
