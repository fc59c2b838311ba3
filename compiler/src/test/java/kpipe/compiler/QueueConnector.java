package kpipe.compiler;

import java.util.List;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;

/** A source with a password and with an option of a few words, as none of the standard library has: for what the compiler says about those. */
public final class QueueConnector implements SourceConnector {

    @Override
    public Spec spec() {
        return new Spec(
                "QUEUE",
                "Reads nothing.",
                "The name of a queue.",
                true,
                List.of(
                        new OptionSpec(
                                "begin",
                                OptionType.STRING,
                                "latest",
                                false,
                                false,
                                List.of("earliest", "latest"),
                                "Where to begin."),
                        new OptionSpec(
                                "password", OptionType.STRING, null, true, true, List.of(), "Who may read has one.")),
                false,
                null,
                List.of());
    }

    @Override
    public Source source(SourceContext context) {
        throw new UnsupportedOperationException("nothing is run here");
    }
}
