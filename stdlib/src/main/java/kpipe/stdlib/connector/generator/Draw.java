package kpipe.stdlib.connector.generator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import kpipe.data.ByteBuilder;

/** Makes the values of one column, one per row, in the form of the column's type. One instance serves one column; not thread-safe. */
abstract class Draw {

    /** Where a value goes, and what it may depend on. Text is appended to {@link #text}; anything else is {@link #bits}, as a batch's cell holds it. */
    static final class Cell {
        final Randomness random;

        /** The number of the row, from 0. */
        long row;

        /** The time of the row, in milliseconds since 1970. */
        long time;

        final ByteBuilder text = new ByteBuilder(32);
        long bits;
        boolean isNull;

        Cell(Randomness random) {
            this.random = random;
        }
    }

    abstract void draw(Cell cell);

    /** Writes what it remembers from one row to the next. */
    void write(DataOutputStream out) throws IOException {}

    /** Goes on where {@link #write} stood. */
    void read(DataInputStream in) throws IOException {}

    /** Always NULL. */
    static final class Null extends Draw {
        @Override
        void draw(Cell cell) {
            cell.isNull = true;
        }
    }

    /** Always the same cell that is no text. */
    static final class Constant extends Draw {
        private final long bits;

        Constant(long bits) {
            this.bits = bits;
        }

        @Override
        void draw(Cell cell) {
            cell.bits = bits;
        }
    }

    /** Always the same text. */
    static final class ConstantText extends Draw {
        private final byte[] text;

        ConstantText(byte[] text) {
            this.text = text;
        }

        @Override
        void draw(Cell cell) {
            cell.text.append(text);
        }
    }

    /** One of several, each as likely as the others. */
    static final class Pick extends Draw {
        private final Draw[] choices;

        Pick(Draw[] choices) {
            this.choices = choices;
        }

        @Override
        void write(DataOutputStream out) throws IOException {
            for (Draw one : choices) {
                one.write(out);
            }
        }

        @Override
        void read(DataInputStream in) throws IOException {
            for (Draw one : choices) {
                one.read(in);
            }
        }

        @Override
        void draw(Cell cell) {
            choices[cell.random.below(choices.length)].draw(cell);
        }
    }

    /** The first with a probability, else the second. */
    static final class Chance extends Draw {
        private final double probability;
        private final Draw first;
        private final Draw second;

        Chance(double probability, Draw first, Draw second) {
            this.probability = probability;
            this.first = first;
            this.second = second;
        }

        @Override
        void write(DataOutputStream out) throws IOException {
            first.write(out);
            second.write(out);
        }

        @Override
        void read(DataInputStream in) throws IOException {
            first.read(in);
            second.read(in);
        }

        @Override
        void draw(Cell cell) {
            (cell.random.fraction() < probability ? first : second).draw(cell);
        }
    }

    /** Texts one behind the other. */
    static final class Concat extends Draw {
        private final Draw[] parts;

        Concat(Draw[] parts) {
            this.parts = parts;
        }

        @Override
        void write(DataOutputStream out) throws IOException {
            for (Draw one : parts) {
                one.write(out);
            }
        }

        @Override
        void read(DataInputStream in) throws IOException {
            for (Draw one : parts) {
                one.read(in);
            }
        }

        @Override
        void draw(Cell cell) {
            for (Draw part : parts) {
                part.draw(cell);
            }
        }
    }

    /** A text in which {@code #} is a digit and {@code ?} a letter from A to Z; a backslash takes the next character as it is. */
    static final class Pattern extends Draw {
        private final byte[] text;

        Pattern(byte[] text) {
            this.text = text;
        }

        @Override
        void draw(Cell cell) {
            for (int i = 0; i < text.length; i++) {
                byte c = text[i];
                if (c == '#') {
                    c = (byte) ('0' + cell.random.below(10));
                } else if (c == '?') {
                    c = (byte) ('A' + cell.random.below(26));
                } else if (c == '\\' && i + 1 < text.length) {
                    c = text[++i];
                }
                cell.text.append(c);
            }
        }
    }

    /** Bytes of any value. */
    static final class Bytes extends Draw {
        private final int count;

        Bytes(int count) {
            this.count = count;
        }

        @Override
        void draw(Cell cell) {
            for (int i = 0; i < count; i++) {
                cell.text.append((byte) cell.random.word());
            }
        }
    }
}
