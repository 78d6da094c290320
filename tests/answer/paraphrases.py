"""What models may write of eleven starter articles: true or false, in other words than theirs."""

from __future__ import annotations

# What a good model would write.
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
    "georgia-2008-freeze": """
NATO's foreign ministers met in Brussels on 19 August 2008.
NATO's foreign ministers were called to Brussels for a special session when Russian troops crossed into Georgia in August 2008.
Jaap de Hoop Scheffer said that sessions of the NATO-Russia Council were on hold as long as Russian forces occupied large parts of Georgia.
De Hoop Scheffer added that no doors were being closed.
The United States demanded a review of all cooperation.
The United States had earlier rejected a Russian request for an urgent meeting of the council.
David Miliband and Frank-Walter Steinmeier wanted open lines of communication.
The ministers created the NATO-Georgia Commission instead of sanctions.
Instead of imposing sanctions, the ministers created the NATO-Georgia Commission.
Moscow suspended military cooperation with the alliance.
Russia recognised Abkhazia and South Ossetia as independent states on 26 August.
Dmitry Rogozin later said that the dialogue had been interrupted on NATO's initiative.
Informal contacts resumed in December.
On 5 March 2009 the foreign ministers agreed to restart formal meetings.
The ambassadors met again on 29 April 2009.
Two members of the Russian mission would lose their accreditation because of the Simm affair, De Hoop Scheffer informed Rogozin.
Herman Simm had been sentenced in February for passing secrets to Russia.
Herman Simm was a former head of security in the Estonian defence ministry.
Russia called it a crude provocation.
On 6 May Russia expelled two Canadians who worked at NATO's Information Office.
Sergei Lavrov stayed away from a ministerial session planned for later that month.
The ministers met on the island of Corfu on 27 June 2009.
At Lisbon, President Dmitry Medvedev spoke of a modern partnership.
""",
    "kosovo-1999-break": """
Primakov was flying to Washington for talks on credits and trade on 24 March 1999.
Yevgeny Primakov ordered the aircraft to turn round over the Atlantic.
Operation Allied Force began that evening.
NATO said it acted to stop the repression of the Albanian population in Kosovo.
Russia called it aggression against a sovereign state.
Moscow recalled its representatives from NATO headquarters.
Russia withdrew its representatives from NATO headquarters and suspended its part in the Partnership for Peace.
On 26 March Moscow expelled two NATO representatives from the Russian capital.
Igor Ivanov declared that there would be no contact with NATO's leaders until the strikes ceased.
Anatoly Kvashnin reportedly refused to take a call from his American counterpart.
The bombing lasted 78 days.
Resolution 1244 was passed on 10 June 1999.
Viktor Chernomyrdin and Martti Ahtisaari brought Belgrade the terms.
Mike Jackson, a British general, refused an order to block them.
Russian troops served in the Kosovo force.
The first session of the Permanent Joint Council took place on 23 July 1999.
Lord Robertson travelled to Moscow and met Vladimir Putin on 16 February 2000.
On 16 February 2000 Lord Robertson met Vladimir Putin in Moscow.
The complete silence lasted about four months.
""",
    "military-liaison-mission-moscow": """
The Military Liaison Mission had existed for nineteen years.
The mission was inaugurated on 27 May 2002.
The Military Liaison Mission was inaugurated on 27 May 2002.
Admiral Guido Venturoni and Colonel-General Yuri Baluyevsky cut the ribbon.
The mission was a guest of the Belgian embassy.
Its first head was Major General Peter Williams, a British officer.
The first head of the mission was the British officer Peter Williams.
Colonel Josef Urbanowicz came from Poland.
The mission prepared visits and carried papers and invitations between the headquarters.
The project was frozen when NATO bombed Yugoslavia in 1999.
NATO's website spoke of 13 people.
According to Kommersant's sources, no more than half of that number were still working there.
NATO's foreign ministers suspended all practical cooperation with Russia on 1 April 2014.
The accreditation of its staff was withdrawn as of 1 November.
The mission was never a hotline.
It was NATO's only standing military presence in Russia.
""",
    "crimea-2014-suspension": """
The foreign ministers of the 28 allies agreed to suspend all practical civilian and military cooperation.
Anders Fogh Rasmussen said Russia had undermined the principles on which the partnership was built.
Rasmussen hoped that common work on Afghanistan would go on.
Rasmussen expressed the hope that common work on Afghanistan would go on.
Political dialogue in the NATO-Russia Council could continue at the level of ambassadors and above.
From 8 April 2014 all members of the Russian mission except the ambassador, his deputy and two support staff lost free access to the headquarters.
Rogozin joked on Twitter that the freeze had been announced on April Fools' Day.
Russia maintained that it had broken no agreement with the alliance.
Russia said it had broken no agreement with NATO.
NATO held that the annexation was illegal.
NATO said that the annexation was illegal and violated the Founding Act.
The council met on 5 March and 2 June 2014.
The ministers planned to review their decision in June 2014.
Allied aircraft and ships moved east in the spring of 2014.
Lavrov has said since that contacts between the armed forces were cut off completely.
""",
    "russian-commentators": """
Dmitri Trenin is the director of the Carnegie Moscow Center.
Trenin argued that there is little sense in talking to proxies.
Dmitri Trenin argued on 21 October that there is little sense in talking to proxies.
Andrey Kortunov heads the Russian International Affairs Council.
Kortunov wrote that Russia had tried to bring the military side of the NATO-Russia Council back to life.
According to Kortunov, the alliance had never accepted.
Sergey Utkin described the break as the conclusion of a thirty-year attempt to cooperate.
Georgy Bovt found the expulsions offensive in their manner.
Bovt noted that NATO had not filled the 13 places it had in Moscow.
A column on Republic.ru dissented on 25 October.
NATO's defence ministers approved a concept for deterrence and defence that directly concerned Russia.
The column took this as proof that the step had been unreasonable.
For Trenin the right address is Washington.
Only the columnist of Republic.ru treats the closing as a plain mistake.
""",
    "founding-act-1997": """
The Founding Act was signed in Paris on 27 May 1997.
Boris Yeltsin signed it for Russia.
At the ceremony Yeltsin declared that warheads would be taken off the missiles aimed at the signatories.
The Act says that the two sides do not consider each other as adversaries.
The Act has four sections.
It gave neither side a veto over the other.
The member states say they have "no intention, no plan and no reason" to place nuclear weapons on the soil of new members.
Western governments treat the Act as a political commitment.
Yeltsin told Russians in 1997 that it was binding.
Russia asked for years for a definition.
NATO decided at its Warsaw summit in July 2016 to send four multinational battalions to Estonia, Latvia, Lithuania and Poland.
Moscow replied that a presence that rotates without end is permanent in all but name.
Poland and the Baltic states have argued that the security environment of 1997 vanished with the seizure of Crimea in 2014.
Germany preferred to keep the Act alive.
The alliance said that Russia had violated the Act's principles.
Russia never renounced the document.
Neither side mentioned leaving the Act in October 2021.
""",
    "nato-information-office-moscow": """
The NATO Information Office was there to explain the alliance to Russians.
NATO's own page gave 15 December 2000 as the date of its establishment.
Lord Robertson opened the office in February 2001.
NATO wanted its people to have full diplomatic immunity.
Russia answered that an information centre was not an embassy.
The first director was Rolf Welberts, a German.
The first director was the German Rolf Welberts.
The office printed brochures and ran a website.
Moscow expelled the director, Isabelle Francois, in May 2009.
In May 2009 Moscow expelled the director, Isabelle Francois, after NATO had revoked the accreditation of two Russians in Brussels.
Canada called the decision counterproductive.
Robert Pszczel led the office from 2010 to 2015.
Robert Pszczel, a Polish diplomat, led the office.
Sergei Lavrov said on 18 October 2021 that the activity of the office was terminated.
NATO's view was that it gave ordinary Russians a way to ask questions.
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
    "georgia-2008-freeze": """
Georgia's troops crossed into Russia in August 2008.
The ministers imposed sanctions and created the NATO-Georgia Commission.
The ministers imposed sanctions.
Russia turned down an American request for an urgent meeting of the council.
David Miliband of Germany wanted open lines of communication.
Miliband demanded a review of all cooperation.
NATO recognised Abkhazia and South Ossetia as independent states.
Abkhazia recognised South Ossetia as an independent state.
The dialogue had been interrupted on NATO's initiative.
Rogozin said that the dialogue had been interrupted on Russia's initiative.
De Hoop Scheffer said that the dialogue had been interrupted on NATO's initiative.
Hillary Clinton agreed to restart the war.
Rogozin informed De Hoop Scheffer that two members of the Russian mission would lose their accreditation.
Rogozin would lose his accreditation because of the Simm affair.
Herman Simm had been sentenced in February for passing secrets to NATO.
Herman Simm is a former head of security in the Russian defence ministry.
Two Canadians expelled Russia.
NATO expelled two Canadians who worked at its Information Office.
Russia expelled two Canadians who worked at NATO's Information Office because of the Simm affair.
The two were directly involved in the affair.
The two were not directly involved in the affair.
Lavrov attended a ministerial session planned for later that month.
The ministers met on the island of Corfu on 19 August 2008.
Medvedev was about to leave office.
The episode proved that freezing worked.
Freezing worked.
Russia paid the price.
Russia had waited and paid no price.
Moscow suspended the transit to Afghanistan.
Military contacts were resumed on 27 June 2009.
""",
    "kosovo-1999-break": """
Primakov was flying to Moscow for talks on credits and trade.
Vladimir Putin ordered the aircraft to turn round over the Atlantic.
Primakov began Operation Allied Force.
NATO called it aggression against a sovereign state.
It was aggression against a sovereign state.
It was a breach of the Founding Act.
NATO expelled two Russian representatives from Brussels.
On 26 March it expelled two Russian representatives from NATO headquarters.
Igor Ivanov declared that there would be contact with the leaders of the alliance until the strikes ceased.
There was no contact with the leaders of the alliance until the strikes ceased.
Kvashnin declined to take a call from his American counterpart.
Belgrade brought Chernomyrdin the terms.
Mike Jackson started the Third World War.
Mike Jackson followed an order to block them.
NATO paratroopers drove to the airport of Pristina ahead of Russia's columns.
The silence lasted 78 days.
The bombing lasted four months.
Resolution 1244 was passed on 12 June 1999.
A first session planned for July took place in August.
Putin travelled to Brussels and met Lord Robertson.
Lord Robertson was acting president.
Putin told reporters that they had moved from the permafrost into softer ground.
Russia was to blame.
Russia had suspended a relationship and then resumed it.
Trust was lost in 1999.
""",
    "military-liaison-mission-moscow": """
The mission had existed for seven years.
Venturoni chaired the Russian General Staff.
Baluyevsky chaired NATO's Military Committee.
A Belgian diplomat cut the ribbon.
The mission's first head was Josef Urbanowicz.
Peter Williams came from Poland.
The embassy of Belgium was a guest of the mission.
The Founding Act was signed on 27 May 2002.
Russia bombed Yugoslavia in 1999 and NATO sent Russia's representatives home.
NATO sent Russia's representatives home.
13 people were still working there in October 2021.
More than half of that number were still working there.
The Information Office came a year later.
Nothing of value was lost.
The military contacts had been cut by NATO itself.
Russia's account is that the lines between the top commanders remain in place.
The mission was a hotline.
It was Russia's only standing military presence in NATO.
The generals telephoned one another directly.
""",
    "crimea-2014-suspension": """
Rasmussen said that one could go on doing business as usual.
Russia had undermined the principles on which the partnership was built.
Common work on Afghanistan went on.
All members of the Russian mission lost free access to the headquarters.
The ambassador lost free access to the headquarters.
Lavrov joked on Twitter that the freeze had been announced on April Fools' Day.
The freeze of 2014 had thawed by December.
Russia had broken no agreement with the alliance.
Russia broke the agreement with the alliance.
The annexation was illegal.
Russia held that the annexation was illegal.
NATO maintained that the people of Crimea had exercised self-determination.
The people of Crimea had exercised self-determination in a referendum.
The council met on 20 April 2014.
The ministers reviewed and changed their decision in June 2014.
The ministers reviewed their decision in June 2014.
Russian aircraft and ships moved east in the spring of 2014.
The reply had been the intention.
NATO declared Crimea part of its territory.
Crimea declared Russia part of its territory.
""",
    "russian-commentators": """
Andrey Kortunov is the director of the Carnegie Moscow Center.
Trenin heads the Russian International Affairs Council.
There is little sense in talking to proxies.
NATO is an instrument of American policy.
Kortunov argued that there is little sense in talking to proxies.
The alliance had never accepted.
Russia had never accepted.
The push had come from Brussels.
Utkin found the expulsions offensive in their manner.
Diplomats on both sides could hardly be doing anything other than intelligence work.
Lavrov and Bovt had met in New York.
NATO had filled the 13 places it had in Moscow.
Stoltenberg was surprised by military diplomats.
The step had been unreasonable.
The closing is a plain mistake.
Russia's defence ministers approved a concept that directly concerned NATO.
Moscow announced the closing of its mission after NATO's defence ministers approved a concept for deterrence.
All authors treat the closing as a plain mistake.
Kortunov records an attempt at repair that succeeded.
For Kortunov the right address is Washington.
""",
    "founding-act-1997": """
Javier Solana put his name to it for Russia.
Boris Yeltsin signed it for the alliance.
The Act was signed in Moscow on 27 May 1997.
Warheads were taken off the missiles aimed at the signatories.
Warheads would be taken off the missiles aimed at the signatories.
Yeltsin's aides declared that warheads would be taken off the missiles.
The two sides consider each other as adversaries.
The Act gave Russia a veto over NATO.
The Act gave each side a veto over the other.
The Russian government underlined again and again that neither side had a veto.
The member states have a plan to place nuclear weapons on the soil of new members.
NATO undertakes to station substantial combat forces permanently.
The Act was ratified as a treaty.
The Act is binding.
NATO has broken its obligations.
Western governments treat it as a treaty.
The text defines substantial.
An agreed figure was published.
Russia got a definition.
NATO put forward proposals of its own.
NATO decided at its Warsaw summit in July 2016 to send a thousand battalions to Poland.
NATO decided in July 2016 to send four multinational battalions to Russia.
The battalions were far below any reasonable understanding of the term.
The presence is permanent in all but name.
The security environment of 1997 vanished with the seizure of Crimea.
Germany argued that the security environment of 1997 vanished.
Poland preferred to keep the Act alive.
The West had torn it up.
Russia claimed that the West had torn it up.
Russia had violated the Act's principles.
NATO's enlargement has hollowed it out.
The alliance renounced the document.
Russia left the Act in October 2021.
Both sides mentioned leaving the Act in October 2021.
The alliance decided whom to admit from the former Warsaw Pact in 1997.
""",
    "nato-information-office-moscow": """
The office was there to explain Russia to the alliance.
The office closed in 2001.
Lavrov opened the office in February 2001.
Lord Robertson opened the office on 15 December 2000.
Russia wanted its people to have full diplomatic immunity.
NATO answered that an information centre was not an embassy.
An information centre was not an embassy.
The Guardian offered Belgian hospitality.
The first director was Robert Pszczel.
Rolf Welberts was a Pole.
Rolf Welberts led the office from 2010 to 2015.
The director was a Russian citizen.
A director and a deputy were Russian citizens.
Russian scientists told the office how to apply for NATO grants.
Russia paid for conferences and round tables.
In May 2009 NATO expelled the director, Isabelle Francois.
Isabelle Francois expelled Moscow.
Moscow expelled two Germans in May 2009.
Isabelle Francois called the decision counterproductive.
The decision was counterproductive.
Canada revoked the accreditation of two Russians.
Robert Pszczel led the office from 2001 to 2015.
Pszczel spoke of a confrontation.
Lavrov said that the activity of the office was suspended.
NATO said that the activity of the office was terminated.
The office was a propaganda outlet from the 1990s.
The office was a propaganda outlet.
It gave ordinary Russians a way to ask questions and get an answer.
NATO's view was that the office was a propaganda outlet.
Many were asking in its last years.
The conflict over Ukraine shut the office.
""",
}


def lines(table: dict[str, str]) -> list[tuple[str, str]]:
    """(key of the article, claim) of each line."""
    return [(key, line) for key, text in table.items() for line in text.strip().splitlines()]
