package kpipe.compiler.resolve;

import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.TypeNames;
import kpipe.compiler.syntax.TypeName;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Types as written, looked up and reported about. */
final class Types {

    private static final Code UNKNOWN = Code.error("K0212", "there is no type `{0}`");
    private static final Code UNFIT = Code.error("K0213", "{0}");

    private Types() {}

    /** The type; null where an error was reported. */
    static @Nullable Type resolve(Reports reports, TypeName name, boolean nullable) {
        TypeNames.Meaning meaning = TypeNames.of(name, nullable);
        if (meaning instanceof TypeNames.Known known) {
            return known.type();
        }
        if (meaning instanceof TypeNames.Unknown unknown) {
            Diagnostic diagnostic = Diagnostic.of(UNKNOWN, name.span(), unknown.name());
            String here = TypeNames.here(unknown.name());
            if (here != null) {
                reports.report(diagnostic.withFix(Fix.didYouMean(name.span(), here)));
            } else {
                reports.unknown(diagnostic, name.span(), TypeNames.names());
            }
        } else if (meaning instanceof TypeNames.Later later) {
            Unavailable.reportThing(reports, name.span(), "the type " + later.name());
        } else if (meaning instanceof TypeNames.Unfit unfit) {
            reports.report(UNFIT, name.span(), unfit.reason());
        }
        return null;
    }
}
