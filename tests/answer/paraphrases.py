"""What a good model would write of four starter articles: true, in other words than theirs."""

from __future__ import annotations

TRUE = {
    "nato-withdraws-eight-accreditations": """
NATO expelled eight Russian diplomats because it took them for spies.
Eight Russian diplomats were expelled by NATO.
The alliance took away the accreditation of eight members of Russia's mission.
On 6 October 2021 the alliance confirmed that it had taken away the accreditation of eight people on the staff of Russia's mission.
On 6 October 2021, NATO withdrew the accreditation of eight people on the staff of Russia's mission.
A NATO official described the eight as "undeclared Russian intelligence officers".
A NATO official called the eight "undeclared Russian intelligence officers".
The ceiling is now 10.
Moscow could previously accredit 20 people to the alliance.
The eight were given until the end of the month to leave Brussels.
The eight had until the end of the month to leave Brussels.
NATO did not confirm that list of reasons.
NATO did not offer evidence.
The Washington Post reported that officials would not say how the Russians had been found out.
A statement said that the decision rested on intelligence.
Stoltenberg said it was "not linked to any particular event".
Stoltenberg said that the alliance had seen a rise in Russian malign activity.
Jens Stoltenberg said relations were at their lowest point since the Cold War.
Stoltenberg blamed Moscow for this.
According to Stoltenberg, relations were at their lowest point since the Cold War.
Deputy Foreign Minister Alexander Grushko told Kommersant that alliance leaders had spoken only the day before of calming relations.
Grushko, a former envoy to NATO, told Kommersant that alliance leaders had spoken of calming relations.
Grushko suggested that the alliance could not get along without a Russian bogey after Afghanistan.
Maria Zakharova called the accusations groundless.
Zakharova said that nobody had explained the reasons.
Zakharova recalled that the staff had already been reduced in 2015 and 2018.
The Foreign Ministry's spokeswoman, Maria Zakharova, said countermeasures were being worked out.
Leonid Slutsky denied the charge.
Slutsky said the step would lower the level of contact further.
Leonid Slutsky chairs the international affairs committee of the State Duma.
Kremlin spokesman Dmitry Peskov said the cut undermined the chances of restarting dialogue.
Peskov said that the cut undermined the chances of restarting dialogue.
NATO insists that its line has not changed.
""",
    "lavrov-announces-suspension": """
Foreign Minister Sergei Lavrov announced three measures on 18 October 2021.
Lavrov announced three measures.
Russia suspended its mission to NATO in response to the expulsion of eight members of that mission.
Russia suspended its mission to NATO and closed the alliance's offices in Moscow.
Russia closed NATO's offices in Moscow in response to the expulsion of eight members of its mission.
Russia suspends the work of its permanent mission to NATO in Brussels.
The NATO Military Liaison Mission in Moscow is suspended.
The NATO Military Liaison Mission in Moscow was suspended, and its staff lose their accreditation on 1 November.
The NATO Information Office is shut.
The NATO Information Office, which works out of the Belgian embassy in Moscow, is shut.
Lavrov put the responsibility on the alliance.
Lavrov blamed NATO.
Lavrov said that Russia had "practically no conditions for elementary diplomatic work".
Lavrov told the press that NATO was not interested in equal dialogue.
"NATO is not interested in equal dialogue", Lavrov told the press.
Lavrov complained about the manner.
Lavrov said no explanation had been offered for the October cut.
Lavrov said NATO members may turn to Russia's ambassador in Belgium if they have urgent business.
If NATO members have urgent business, they may turn to Russia's ambassador in Belgium, Lavrov said.
Kommersant had signalled something of the sort on 8 October.
The newspaper noted that the mission had been opened in 1998.
Dmitry Peskov said there had been no relationship left to break.
Peskov remarked that it takes two to tango.
According to Peskov, there had been no relationship left to break.
""",
    "espionage-charge-precedents": """
Stoltenberg said their activities were not in line with their accreditation.
Stoltenberg said on 7 October that the decision was based on intelligence.
He gave no names, no ranks and no examples.
Stoltenberg gave no names.
Zakharova said that no official explanation had been given.
Maria Zakharova called the step a ridiculous trick.
Sky News reported that the measure was a response to suspected Russian misdeeds, including killings.
The alliance did not confirm either link.
In October 2014 an ammunition depot near a Moravian village blew up and two Czechs were killed.
Two Czechs were killed in October 2014 when an ammunition depot blew up.
Prague expelled 18 members of the Russian embassy staff.
Moscow denied any part in it and expelled 20 Czech diplomats.
Moscow answered by expelling 20 Czech diplomats.
Czech police searched for two men who travelled under the names of Petrov and Boshirov.
On 4 March 2018 Sergei Skripal and his daughter were poisoned with a nerve agent.
Former GRU colonel Sergei Skripal and his daughter were poisoned with a nerve agent on 4 March 2018.
Britain blamed the Russian state, but Russia denied it.
Britain blamed the Russian state.
Over 140 Russian officials were sent home by more than 25 allies and partners, by Stoltenberg's count.
NATO withdrew the accreditation of seven and rejected three applications on 27 March 2018.
On 27 March 2018 NATO rejected three applications.
In 2009 two members of the Russian mission lost their accreditation after the conviction of Herman Simm.
Herman Simm had passed more than 2,000 pages of secret material to Russia.
Two members of the Russian mission lost their accreditation in 2009.
So far no independent source has settled the matter.
No independent source has settled the matter so far.
""",
    "western-commentators": """
Nobody in the West welcomed the closing of the missions.
Stratfor argued on 20 October that Moscow wants to weaken transatlantic unity.
Stratfor argued that Moscow wants to weaken transatlantic unity and to deter the United States from further escalation.
Stefanie Babst wrote for the European Leadership Network that the moment was no coincidence.
Stefanie Babst, who served as an assistant secretary general at NATO, wrote that the moment was no coincidence.
The alliance had just begun its annual nuclear deterrence exercise, Steadfast Noon.
Russia had completed a naval drill with China in the Far East.
Babst described Lavrov as replying in kind.
The liaison offices were created after the Cold War so that a misunderstanding would not turn into a clash.
The Washington Post had made the same point about NATO's own cut.
Russian media reverse the order.
CNA found that authors in Moscow regard the closing as logical.
The direct contacts between Washington and Moscow went on all through October.
""",
}
# False in other words than those of the articles: nothing here may be carried.
FALSE = {
    "nato-withdraws-eight-accreditations": """
NATO expelled eight Russian diplomats because of the war in Afghanistan.
NATO expelled eight Russian diplomats after they were arrested.
Russia expelled eight NATO diplomats because it took them for spies.
Eight Russian diplomats expelled NATO.
NATO accused Zakharova of being a spy.
Zakharova told Kommersant that alliance leaders had spoken of calming relations.
Grushko called the accusations groundless.
Slutsky said the cut undermined the chances of restarting dialogue.
Peskov denied the charge.
Stoltenberg denied the charge.
The eight were spies.
The eight were undeclared Russian intelligence officers.
The accusations were groundless.
The cut undermined the chances of restarting dialogue.
The cut answered Russian misdeeds.
The cut answered suspected Russian misdeeds.
NATO confirmed that the cut answered Russian misdeeds.
NATO offered evidence to the Washington Post.
The Washington Post said how the Russians had been found out.
Officials said how the Russians had been found out.
Stoltenberg met the national security advisers of Russia.
Moscow could accredit 10 people to the alliance, and now the ceiling is 20.
The ceiling was raised from 10 to 20.
Stoltenberg blamed NATO for this.
Moscow blamed Stoltenberg.
The alliance comments on intelligence.
NATO expelled eight diplomats on 7 October 2021.
NATO expelled ten Russian diplomats.
NATO will expel eight Russian diplomats.
NATO may expel eight Russian diplomats.
All Russian diplomats were expelled by NATO.
Only eight Russian diplomats were expelled by NATO.
Kommersant told Grushko that alliance leaders had spoken of calming relations.
Zakharova was expelled from Brussels.
Grushko is the Kremlin spokesman.
Slutsky is the Kremlin spokesman.
Peskov chairs the international affairs committee of the State Duma.
Stoltenberg chairs the State Duma.
The eight were given until the end of the year to leave Moscow.
Deterrence has been weakened.
The door is closed for meaningful talks.
NATO expelled eight Russian diplomats, and Zakharova left Brussels.
Countermeasures were worked out by NATO.
""",
    "lavrov-announces-suspension": """
Lavrov announced one measure.
NATO announced three measures.
Stoltenberg announced three measures on 18 October 2021.
Russia suspended its mission to NATO because the military line had been dead for years.
Russia suspended its mission because Lavrov had met Stoltenberg.
NATO suspends its mission to Russia.
NATO closed Russia's offices in Moscow.
NATO cut Russia's delegation after Lavrov gave the reply.
Lavrov said NATO is interested in equal dialogue.
NATO is not interested in equal dialogue.
Stoltenberg told the press that NATO is not interested in equal dialogue.
Stoltenberg complained about the manner.
Lavrov met Peskov in New York.
Peskov met Stoltenberg in New York.
Lavrov named a date on which the suspension would end.
The NATO Information Office works out of the Russian embassy in Belgium.
The NATO Information Office is suspended.
The Military Liaison Mission is terminated.
The staff lose their Belgian accreditation on 1 November.
The staff lose their Russian accreditation on 1 October.
Russia's mission takes effect on 1 November.
NATO members must turn to Russia's ambassador in Belgium.
Russia may turn to NATO's ambassador in Belgium.
The alliance let the ambassador of one of its member states play the matching role.
Russia had no conditions for diplomatic work.
The military line had been dead for years.
Russia broke off contact between the armed forces in 2014.
Kommersant had signalled something of the sort on 18 October.
Lavrov noted that the mission had been opened in 1998.
Peskov said that Russia had the intention of dancing alone.
Russia had no intention of dancing alone.
Lavrov said there had been no relationship left to break.
There had been no relationship left to break.
Brussels cut the channels itself.
Russia cut the channels itself.
Kommersant ruled out closing Russia's own post in Brussels.
Lavrov opened the mission in 1998.
""",
    "espionage-charge-precedents": """
Zakharova said on 7 October that the decision was based on intelligence.
The decision was not based on intelligence.
Stoltenberg called the step a ridiculous trick.
The step was a ridiculous trick.
Russia expelled 18 members of the Czech embassy staff.
Prague expelled 20 Czech diplomats.
Moscow expelled 18 Czech diplomats.
Moscow admitted its part in it.
Prague denied any part in it.
Two Czechs blew up an ammunition depot.
Petrov and Boshirov killed two Czechs.
Czech police found two men who travelled under the names of Petrov and Boshirov.
British police searched for two men who travelled under the names of Petrov and Boshirov.
Sergei Skripal poisoned his daughter with a nerve agent.
Sergei Skripal was killed with a nerve agent.
Britain poisoned Sergei Skripal.
Russia blamed Britain.
Russia blamed the British state.
Britain denied it.
Britain blamed NATO, and Russia denied it.
Russia poisoned Sergei Skripal.
NATO rejected seven applications on 27 March 2018.
NATO withdrew the accreditation of three and rejected seven applications.
Herman Simm lost his accreditation in 2009.
Russia had passed more than 2,000 pages of secret material to Herman Simm.
Herman Simm was convicted of murder.
Documents were stolen and agents recruited.
The charge is untrue.
Stoltenberg confirmed the link to Vrbetice.
The explosions were the trigger.
The officers of the GRU blew up the depot.
Andrej Babis is the acting foreign minister.
Jan Hamacek is the prime minister of the Czech Republic.
NATO did this before in 2014.
Many independent sources have settled the matter.
""",
    "western-commentators": """
Everybody in the West welcomed the closing of the missions.
Moscow wants to weaken transatlantic unity.
Stratfor wants to weaken transatlantic unity.
Stratfor argued that Washington wants to weaken transatlantic unity.
Stefanie Babst argued on 20 October that Moscow wants to weaken transatlantic unity.
Stefanie Babst wrote for Stratfor that the moment was no coincidence.
Stefanie Babst served as secretary general of NATO.
The moment was no coincidence.
The moment was a coincidence.
Russia had just begun its annual nuclear deterrence exercise, Steadfast Noon.
NATO had completed a naval drill with China in the Far East.
China had completed a naval drill with NATO.
Lavrov described Babst as replying in kind.
A misunderstanding turned into a clash.
CNA regards the closing as logical.
The closing was logical.
Brussels kept its promises of a dialogue among equals.
NATO broke off relations.
The difference would be great.
""",
}


def lines(table: dict[str, str]) -> list[tuple[str, str]]:
    """(key of the article, claim) of each line."""
    return [(key, line) for key, text in table.items() for line in text.strip().splitlines()]
