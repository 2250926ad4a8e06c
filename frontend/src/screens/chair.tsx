// The chair's console: now, next, queue, people, marks, on one screen.
import { signal } from "@preact/signals";
import { Bar } from "../console/chair/bar";
import { Next } from "../console/chair/next";
import { Now } from "../console/chair/now";
import { PersonSheet } from "../console/chair/person";
import { Opinions } from "../console/motions/opinions";
import { Proposals } from "../console/motions/proposals";
import { Queue } from "../console/chair/queue";
import { Topics } from "../console/chair/topics";
import { begin, Frame } from "../console/frame";
import { Log } from "../console/log";
import { People } from "../console/people";
import { openSheet } from "../console/sheet";
import { Tabs } from "../console/tabs";
import { _ } from "../live/messages";
import type { Board } from "../live/types";

const side = signal("people");

function Chair() {
  return <Frame name="chair" desk={(hall) => <Desk hall={hall} />} foot={(hall) => hall && <Bar hall={hall} />} />;
}

function Desk({ hall }: { hall: Board }) {
  const tabs = [
    {
      name: "people",
      label: _("到会"),
      hotkey: "p",
      draw: () => <People onPick={(seat) => openSheet(() => <PersonSheet seat={seat} />)} />,
    },
    hall.session.form === "hearing"
      ? { name: "opinions", label: _("意见"), hotkey: "s", draw: () => <Opinions hall={hall} /> }
      : { name: "proposals", label: _("方案"), hotkey: "s", draw: () => <Proposals hall={hall} /> },
    { name: "log", label: _("记录"), hotkey: "l", draw: () => <Log /> },
  ];
  return (
    <>
      <div>
        <Queue hall={hall} />
        <Topics hall={hall} />
      </div>
      <div>
        <Now hall={hall} />
      </div>
      <div>
        <Next hall={hall} />
        <section class="panel grow">
          <Tabs label={_("到会、方案、记录")} tabs={tabs} chosen={side} />
        </section>
      </div>
    </>
  );
}

begin(<Chair />);
