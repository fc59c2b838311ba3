package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.DOUBLE;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.util.Locale;
import kpipe.data.Text;

/** Places on the earth, by latitude and longitude in degrees. Stateless. */
public final class Geography {

    private static final double EARTH_KILOMETERS = 6371.0;
    private static final double KILOMETERS_PER_MILE = 1.609344;
    private static final int BITS_PER_CHARACTER = 5;
    private static final int LONGEST = 12;
    private static final byte[] ALPHABET =
            "0123456789bcdefghjkmnpqrstuvwxyz".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Geography() {}

    /** GEO_DISTANCE. */
    public static final class GeoDistance extends Definition {
        public GeoDistance() {
            super(
                    Geography.class,
                    "GEO_DISTANCE",
                    "How far two places are from each other over the surface of the earth, taken as a sphere of 6371 km, in `KM` or another unit: `M`, `MILES`. Latitudes come before longitudes, all in degrees.");
            takes(DOUBLE, "distance", floating("lat1"), floating("lon1"), floating("lat2"), floating("lon2"));
            takes(
                    DOUBLE,
                    "distance",
                    floating("lat1"),
                    floating("lon1"),
                    floating("lat2"),
                    floating("lon2"),
                    text("unit"));
            example("ROUND(GEO_DISTANCE(52.52, 13.405, 48.8566, 2.3522), 1)", "877.5");
            example("ROUND(GEO_DISTANCE(52.52, 13.405, 48.8566, 2.3522, 'MILES'), 1)", "545.2");
        }
    }

    public static double distance(double lat1, double lon1, double lat2, double lon2) {
        double first = Math.toRadians(latitude(lat1));
        double second = Math.toRadians(latitude(lat2));
        double north = Math.sin((second - first) / 2);
        double east = Math.sin(Math.toRadians(longitude(lon2) - longitude(lon1)) / 2);
        double part = north * north + Math.cos(first) * Math.cos(second) * east * east;
        return 2 * EARTH_KILOMETERS * Math.asin(Math.min(1, Math.sqrt(part)));
    }

    public static double distance(double lat1, double lon1, double lat2, double lon2, Text unit) {
        double kilometers = distance(lat1, lon1, lat2, lon2);
        return switch (unit.toString().toUpperCase(Locale.ROOT)) {
            case "KM", "KILOMETER", "KILOMETERS" -> kilometers;
            case "M", "METER", "METERS" -> kilometers * 1000;
            case "MI", "MILE", "MILES" -> kilometers / KILOMETERS_PER_MILE;
            default -> throw Failures.badArgument("'" + unit + "' is no unit of length: KM, M, MILES");
        };
    }

    private static double latitude(double degrees) {
        return checked(degrees, 90, "latitude");
    }

    private static double longitude(double degrees) {
        return checked(degrees, 180, "longitude");
    }

    private static double checked(double degrees, double most, String what) {
        if (!(Math.abs(degrees) <= most)) {
            throw Failures.badArgument("a " + what + " lies between -" + (int) most + " and " + (int) most
                    + " degrees, not at " + degrees);
        }
        return degrees;
    }

    /** GEOHASH. */
    public static final class Geohash extends Definition {
        public Geohash() {
            super(
                    Geography.class,
                    "GEOHASH",
                    "The geohash of a place, of 1 to 12 characters, 9 where nothing is said: places near each other mostly begin alike, and those of one hash lie in one rectangle.");
            takes(TEXT, "geohash", floating("lat"), floating("lon"));
            takes(TEXT, "geohash", floating("lat"), floating("lon"), integer("length"));
            example("GEOHASH(57.64911, 10.40744, 11)", "u4pruydqqvj");
            example("GEOHASH(42.605, -5.603, 5)", "ezs42");
        }
    }

    public static Text geohash(double lat, double lon) {
        return geohash(lat, lon, 9);
    }

    public static Text geohash(double lat, double lon, long length) {
        if (length < 1 || length > LONGEST) {
            throw Failures.badArgument("a geohash has 1 to " + LONGEST + " characters, not " + length);
        }
        double[] low = {-180, -90};
        double[] high = {180, 90};
        double[] place = {longitude(lon), latitude(lat)};
        byte[] hash = new byte[(int) length];
        int bit = 0;
        for (int i = 0; i < hash.length; i++) {
            int character = 0;
            for (int j = 0; j < BITS_PER_CHARACTER; j++, bit++) {
                int axis = bit & 1;
                double middle = (low[axis] + high[axis]) / 2;
                boolean above = place[axis] >= middle;
                character = character << 1 | (above ? 1 : 0);
                if (above) {
                    low[axis] = middle;
                } else {
                    high[axis] = middle;
                }
            }
            hash[i] = ALPHABET[character];
        }
        return Text.of(hash);
    }
}
