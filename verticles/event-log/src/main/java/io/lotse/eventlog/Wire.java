package io.lotse.eventlog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;

/** Commands as bytes: a letter for the kind, and JSON; events, of which there are many, without any. */
final class Wire {
    private static final byte APPEND = 'a';
    private static final List<Class<? extends Command>> KINDS = List.of(
            Command.Retain.class,
            Command.PutGroup.class,
            Command.RemoveGroup.class,
            Command.Seek.class,
            Command.Fetch.class,
            Command.Ack.class,
            Command.Nack.class,
            Command.Extend.class);
    private static final int FIRST_KIND = 'b';

    private Wire() {}

    static byte[] bytes(Command command) {
        if (command instanceof Command.Append append) {
            return append(append);
        }
        byte[] json = ContractCodec.toBuffer(command).getBytes();
        byte[] bytes = new byte[json.length + 1];
        bytes[0] = (byte) (FIRST_KIND + KINDS.indexOf(command.getClass()));
        System.arraycopy(json, 0, bytes, 1, json.length);
        return bytes;
    }

    static boolean isAppend(byte first) {
        return first == APPEND;
    }

    static Command command(byte[] bytes) {
        if (isAppend(bytes[0])) {
            return append(bytes);
        }
        JsonObject json = new JsonObject(Buffer.buffer(bytes).getBuffer(1, bytes.length));
        return ContractCodec.decode(json, KINDS.get(bytes[0] - FIRST_KIND));
    }

    private static byte[] append(Command.Append append) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(APPEND);
            out.writeUTF(append.topic());
            out.writeLong(append.at());
            out.writeLong(append.limits().ageMillis());
            out.writeLong(append.limits().bytes());
            out.writeInt(append.limits().deliveries());
            out.writeInt(append.entries().size());
            for (Entry entry : append.entries()) {
                out.writeLong(entry.key());
                out.writeLong(entry.id().high());
                out.writeLong(entry.id().low());
                out.writeInt(entry.body().length);
                out.write(entry.body());
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command.Append append(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
            String topic = in.readUTF();
            long at = in.readLong();
            Limits limits = new Limits(in.readLong(), in.readLong(), in.readInt());
            int count = in.readInt();
            List<Entry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                long key = in.readLong();
                Entry.Id id = new Entry.Id(in.readLong(), in.readLong());
                entries.add(new Entry(key, id, in.readNBytes(in.readInt())));
            }
            return new Command.Append(topic, at, limits, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
