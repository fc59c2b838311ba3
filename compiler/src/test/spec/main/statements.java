package kpipe.generated.statements;

import kpipe.generated.inline.CleanTransform;
import kpipe.runtime.engine.CompiledPipeline;
import kpipe.runtime.engine.DestinationBuilder;
import kpipe.runtime.engine.Launcher;
import kpipe.runtime.engine.StageBuilder;
import kpipe.runtime.engine.StreamBuilder;
import kpipe.runtime.engine.TableBuilder;
import kpipe.runtime.engine.Topology;
import kpipe.runtime.engine.TopologyBuilder;
import kpipe.runtime.operator.Kernel;
import kpipe.spi.Decoder;
import kpipe.spi.Encoder;
import kpipe.spi.Transform;
import kpipe.stdlib.connector.file.FileSinkConnector;
import kpipe.stdlib.connector.file.FileSourceConnector;
import kpipe.stdlib.connector.stdio.StdoutConnector;
import kpipe.stdlib.format.csv.CsvFormat;

/**
 * The pipeline statements: its statements, a method for each.
 */
public final class Main extends CompiledPipeline {
  public Main() {
    super("statements");
  }

  public static void main(final String[] arguments) {
    Launcher.main(new Main(), arguments);
  }

  private static void parameterFast(final TopologyBuilder pipeline) {
    // line 1: fast
    pipeline.parameter("fast", "DOUBLE", "45.0", "statements.kpipe:1");
  }

  private static void parameterDelimiter(final TopologyBuilder pipeline) {
    // line 2: delimiter
    pipeline.parameter("delimiter", "VARCHAR(1)", ";", "statements.kpipe:2");
  }

  private static void streamVehicles(final TopologyBuilder pipeline) {
    // line 4: vehicles
    final StreamBuilder stream = pipeline.stream("vehicles", Topology.StreamRole.DECLARED, "statements.kpipe:4");
    stream.column("vin", "VARCHAR(17) NOT NULL");
    stream.column("speed", "DOUBLE");
    stream.path(1, "$.data.speed");
    stream.column("read_at", "TIMESTAMP");
    stream.pattern(2, "yyyy-MM-dd HH:mm");
    stream.column("unread", "INTEGER");
    stream.lanes(4);
    stream.partitionedByKey(new int[] {0});
    stream.eventTime(2, 10000L, 60000L);
    stream.stored(new Encoders(0), new Decoders(0));
    stream.retention(86400000L);
    stream.from(new FileSourceConnector(), pipeline.text("${FOLDER:-data}/*.json", "statements.kpipe:10"));
    stream.option("follow", Boolean.TRUE);
    stream.decoder(new Decoders(1));
    stream.hasParameters();
    stream.transform("clean", new Transforms(0));
  }

  private static void streamSpeeders(final TopologyBuilder pipeline) {
    // line 27: speeders
    final StreamBuilder stream = pipeline.stream("speeders", Topology.StreamRole.DECLARED, "statements.kpipe:27");
    stream.column("vin", "VARCHAR(17) NOT NULL");
    stream.column("name", "VARCHAR");
    stream.column("speed", "DOUBLE");
    stream.column("read_at", "TIMESTAMP");
    stream.lanes(4);
  }

  private static void streamLate(final TopologyBuilder pipeline) {
    // line 32: late
    final StreamBuilder stream = pipeline.stream("late", Topology.StreamRole.DECLARED, "statements.kpipe:32");
    stream.column("vin", "VARCHAR(17) NOT NULL");
    stream.column("readings", "BIGINT NOT NULL");
    stream.lanes(4);
  }

  private static void streamLateRows(final TopologyBuilder pipeline) {
    // line 38: late_rows
    final StreamBuilder stream = pipeline.stream("late_rows", Topology.StreamRole.DECLARED, "statements.kpipe:38");
    stream.column("vin", "VARCHAR(17) NOT NULL");
    stream.column("LATE_BY", "BIGINT NOT NULL");
  }

  private static void streamCountLateLate(final TopologyBuilder pipeline) {
    // line 39: count_late
    final StreamBuilder stream = pipeline.stream("count_late.late", Topology.StreamRole.LATE, "statements.kpipe:39");
    stream.column("vin", "VARCHAR(17) NOT NULL");
    stream.column("speed", "DOUBLE");
    stream.column("read_at", "TIMESTAMP");
    stream.column("unread", "INTEGER");
    stream.column("LATE_BY", "BIGINT NOT NULL");
  }

  private static void streamLakeRows(final TopologyBuilder pipeline) {
    // line 41: lake
    final StreamBuilder stream = pipeline.stream("lake.rows", Topology.StreamRole.INTERNAL, "statements.kpipe:41");
    stream.column("vin", "VARCHAR(17) NOT NULL");
    stream.column("name", "VARCHAR");
    stream.column("speed", "DOUBLE");
    stream.column("read_at", "TIMESTAMP");
    stream.column("owner", "VARCHAR");
    stream.lanes(4);
  }

  private static void tableOwners(final TopologyBuilder pipeline) {
    // line 18: owners
    final TableBuilder table = pipeline.table("owners", "statements.kpipe:18");
    table.column("vin", "VARCHAR(17)");
    table.column("name", "VARCHAR");
    table.refreshEvery(300000L);
    table.from(new FileSourceConnector(), "owners.csv");
    table.format(new CsvFormat());
    table.formatOption("header", Boolean.TRUE);
    table.formatOption("delimiter", pipeline.text("${delimiter:-;}", "statements.kpipe:20"));
    table.hasParameters();
  }

  private static void pumpFindSpeeders(final TopologyBuilder pipeline) {
    // line 28: SELECT STREAM v.vin, o.name, v.speed, v.read_at FROM vehicles AS v LEFT JOIN owners AS o ON v.vin  …
    final StageBuilder stage = pipeline.stage("find_speeders", "find_speeders", "vehicles", "speeders", new Kernels(0));
    stage.looksInto("owners");
  }

  private static void pumpCountLate(final TopologyBuilder pipeline) {
    // line 33: SELECT STREAM vin, COUNT(*) AS readings FROM vehicles GROUP BY vin WINDOWED BY TUMBLING 1 MINUTE
    final StageBuilder stage = pipeline.stage("count_late", "count_late", "vehicles", "late", new Kernels(1));
    stage.remembers("tumbling window", "statements.kpipe:33");
    stage.state("operator\tpump count_late window\ttumbling window\tstatements.kpipe:33\t1\t4\n"
            + "fact\tinput\tvehicles\n"
            + "fact\ttime of vehicles\t{vehicles.read_at}\n"
            + "fact\twindow\ttumbling 1 minute\n"
            + "fact\tkey\t{vehicles.vin}\n"
            + "key\t{vehicles.vin}\tVARCHAR(17) NOT NULL\n"
            + "gathers\tCOUNT\t*\t\n"
            + "needs\t70000\n"
            + "input\tvehicles\t86400000\n");
    stage.late("count_late.late");
  }

  private static void pumpShowLate(final TopologyBuilder pipeline) {
    // line 39: SELECT STREAM vin, LATE_BY FROM count_late.late
    final StageBuilder stage = pipeline.stage("show_late", "show_late", "count_late.late", "late_rows", new Kernels(2));
    stage.stopped();
  }

  private static void pumpLake(final TopologyBuilder pipeline) {
    // line 41: lake
    final StageBuilder stage = pipeline.stage("lake", "lake", "speeders", "lake.rows", new Kernels(3));
  }

  private static void destinationLake(final TopologyBuilder pipeline) {
    // line 41: lake
    final DestinationBuilder destination = pipeline.destination("lake", "lake.rows", "statements.kpipe:41");
    destination.column("vin", "VARCHAR(17) NOT NULL");
    destination.column("name", "VARCHAR");
    destination.column("speed", "DOUBLE");
    destination.column("read_at", "TIMESTAMP");
    destination.to(new FileSinkConnector(), "out/!{partition:owner}/");
    destination.format(new CsvFormat());
    destination.transform("clean", new Transforms(0));
    destination.gzip();
    destination.suffix(".csv.gz");
    destination.buffer(1048576L, 60000L);
    destination.partition("owner");
    destination.retryFor(300000L);
    destination.errorsTo("errors/");
    destination.backupTo("backup/");
  }

  private static void destinationScreen(final TopologyBuilder pipeline) {
    // line 52: screen
    final DestinationBuilder destination = pipeline.destination("screen", "late", "statements.kpipe:52");
    destination.column("vin", "VARCHAR(17) NOT NULL");
    destination.column("readings", "BIGINT NOT NULL");
    destination.to(new StdoutConnector(), "");
    destination.encoder(new Encoders(1));
    destination.suffix(".json");
    destination.buffer(0L, 0L);
    destination.retryFor(300000L);
  }

  @Override
  protected void statements(final TopologyBuilder pipeline) {
    parameterFast(pipeline);
    parameterDelimiter(pipeline);
    streamVehicles(pipeline);
    streamSpeeders(pipeline);
    streamLate(pipeline);
    streamLateRows(pipeline);
    streamCountLateLate(pipeline);
    streamLakeRows(pipeline);
    tableOwners(pipeline);
    pumpFindSpeeders(pipeline);
    pumpCountLate(pipeline);
    pumpShowLate(pipeline);
    pumpLake(pipeline);
    destinationLake(pipeline);
    destinationScreen(pipeline);
  }

  private static final class Kernels implements Topology.KernelFactory {
    private final int number;

    Kernels(final int number) {
      this.number = number;
    }

    @Override
    public Kernel create() {
      switch (number) {
        case 0:
          return new FindSpeeders();
        case 1:
          return new CountLate();
        case 2:
          return new ShowLate();
        default:
          return new Lake();
      }
    }
  }

  private static final class Decoders implements Topology.DecoderFactory {
    private final int number;

    Decoders(final int number) {
      this.number = number;
    }

    @Override
    public Decoder create() {
      switch (number) {
        case 0:
          return new VehiclesLogDecoder();
        default:
          return new VehiclesDecoder();
      }
    }
  }

  private static final class Encoders implements Topology.EncoderFactory {
    private final int number;

    Encoders(final int number) {
      this.number = number;
    }

    @Override
    public Encoder create() {
      switch (number) {
        case 0:
          return new VehiclesLogEncoder();
        default:
          return new ScreenEncoder();
      }
    }
  }

  private static final class Transforms implements Topology.TransformFactory {
    private final int number;

    Transforms(final int number) {
      this.number = number;
    }

    @Override
    public Transform create() {
      switch (number) {
        default:
          return new CleanTransform();
      }
    }
  }
}
