/** Facts of the made-up works: each line is one package, document, test, role or interface. */

/** name | place | purpose | main part | size | special demand | hazard */
export const PACKAGES = `
Raw water intake | the west breakwater | draws seawater through two submerged velocity caps | a twin concrete culvert | 1,450 mm internal diameter | fish must be able to swim clear of the screens at every state of the tide | divers work below a live culvert
Intake pumping station | the tidal basin | lifts screened water to the pre-treatment hall | five vertical turbine pumps, one of them on standby | 620 litres per second each | no pump may be started against a closed discharge valve | flooding of the dry well through a failed seal
Travelling band screens | the screen chamber | remove weed, shell and debris before it reaches the pumps | three stainless steel mesh panels | 3 mm openings | wash water has to be returned to the sea free of added chemicals | entanglement in a moving chain
Coagulant dosing plant | the chemical compound | meters ferric chloride into the flash mixer | duty and standby diaphragm pumps | 340 litres per hour | each delivery must be sampled before the tanker is coupled | corrosive splashes during hose changes
Dissolved air flotation tanks | the pre-treatment hall | float algae and fine solids to the surface for skimming | six covered concrete cells | 11 metres by 9 metres | bubble size is verified by camera twice a year | foam carried over into open walkways
Dual media filters | the filter gallery | polish clarified water ahead of the cartridges | fourteen pressure vessels laid horizontally | 3.2 metres in diameter | media loss over ten years may not exceed one tenth of the bed | confined space entry for media inspection
Cartridge filter skids | the membrane building | protect the membranes from any particle that slips through | nine skids of epoxy coated steel | 240 elements per skid | elements must come from two independent makers | manual handling of wet elements
High pressure pumps | the pump annexe | raise filtered water to membrane pressure | four horizontal split case machines | 68 bar at the duty point | noise one metre from the casing stays under the limit of the local bylaw | stored energy in a pressurised line
Energy recovery devices | the pump annexe | return the pressure of the brine to the feed | thirty-two rotary exchangers in racks | 97 per cent guaranteed efficiency | mixing of brine into feed is recorded continuously | projectiles from a burst coupling
Reverse osmosis trains | the membrane building | separate salt from water in a single pass | eight trains of pressure vessels | 126 vessels per train | any train can be isolated and flushed while the rest stay in service | rotating pipework during flushing
Second pass membranes | the membrane building | lower boron where summer salinity is high | four smaller trains | 44 vessels per train | the split of permeate is adjusted without operator action | alkaline cleaning solution
Remineralisation contactors | the limestone house | harden the water and make it stable in the mains | seven upflow limestone beds | 2.6 metres deep | dust from refilling may not reach the electrical rooms | silica dust in the loading bay
Carbon dioxide storage | the gas yard | supplies the contactors with food grade gas | two vacuum insulated vessels | 30 tonnes each | road tankers must be able to leave without reversing | asphyxiation in low lying pits
Disinfection plant | the outlet building | keeps a residual of chlorine up to the furthest tap | an on-site hypochlorite generator | 12 kilograms per hour | hydrogen is diluted below one quarter of its lower explosive limit | hydrogen release in an enclosed room
Treated water tanks | the upper terrace | balance production against the draw of the city | two partly buried reservoirs | 18,000 cubic metres each | either tank can be emptied for cleaning while the other stays in supply | work at height on the roof slab
Distribution pumping station | the eastern boundary | pushes finished water into the ring main | six variable speed pump sets | 410 litres per second each | a power failure may not draw the main below atmospheric pressure | surge after a sudden stop
Surge vessels | the distribution yard | absorb pressure waves after a pump trip | four bladder vessels | 85 cubic metres each | pre-charge is logged every week by the control system | pressurised nitrogen cylinders
Brine outfall | the northern channel | disperses concentrate far from the bathing beaches | a diffuser with rising ports | 22 ports along 180 metres | salinity 100 metres away stays within two parts per thousand of background | marine traffic above the diffuser
Membrane cleaning system | the cleaning annexe | restores fouled trains in place | two tanks with a heated loop | 60 cubic metres | spent solution is neutralised before discharge | hot acidic solution
Sludge thickening plant | the residuals building | reduces the solids from flotation and backwash | three gravity belt machines | 24 cubic metres per hour | filtrate is returned at a steady rate and never in slugs | slippery polymer floors
Backwash recovery basin | the residuals building | settles filter washings for reuse | two lamella basins | 900 cubic metres | recovered water is tested for oil before it is pumped back | drowning in an open basin
High voltage substation | the southern gate | takes supply from the public grid | two oil free transformers | 31.5 megavolt amperes each | one transformer carries the whole works when the other is withdrawn | arc flash behind an open panel
Standby generation | the southern gate | keeps critical plant alive through grid failure | three gas engines in acoustic cells | 2.4 megawatts each | black start is proven once in every quarter | exhaust gases in the cell
Low voltage distribution | the switch rooms | feeds the motors and the buildings | eleven motor control boards | form 4 separation throughout | spare ways of a fifth are left in every board | inadvertent contact during cable pulling
Control and monitoring system | the operations room | governs every package from one place | redundant controllers and servers | 9,200 hard wired signals | loss of both servers leaves the process running in local control | hidden faults in disabled alarms
Online analysers | the sample rooms | watch the quality of the water minute by minute | forty-six wet and dry instruments | turnover of samples in 90 seconds | reference samples are drawn beside each analyser | reagents kept in glass bottles
Laboratory | the administration block | confirms compliance by accredited methods | nine fitted benches and a cold store | 310 square metres | an inspector may work there without passing through the plant | acid digestion in fume hoods
Administration block | the main entrance | houses the staff and receives the public | a three storey timber frame | 2,150 square metres | the visitor route is accessible without steps | evacuation of school parties
Roads and drainage | the whole of the plot | carry vehicles and rain across the site | porous paving over attenuation crates | a storm of one in fifty years | no runoff from chemical areas enters the harbour | reversing delivery vehicles
Landscape and seawall | the shoreline | shelters the works and restores the dunes | a rock revetment with planted crest | 640 metres long | work on the dunes stops during the nesting season | waves overtopping the crest
`;

/** name | what it sets out | when */
export const DOCUMENTS = `
Basis of design | the quality of raw water assumed, the design life of each asset class and the margins held in reserve | before any calculation is issued
Process flow diagrams | the balance of water, salt and chemicals in summer, in winter and with one train out of service | at the first design review
Hydraulic profile | levels at every weir and tank for the least and the greatest flow | together with the civil drawings
Surge analysis | the pressures that follow the loss of all pumps at once, and what the vessels do to them | before the order for pipework
Geotechnical interpretation | bearing capacities, groundwater and the treatment proposed for soft layers | ahead of the first foundation
Marine ecology statement | species met in the survey seasons and the windows in which dredging is allowed | before the barge is mobilised
Fire strategy | compartments, escape distances and the means of fighting a fire in the gas yard | with the building permit
Noise prediction | levels at the nearest dwellings by day and by night, with each source listed | no later than the layout freeze
Electrical load list | every consumer with its rating, diversity and class of supply | with each issue of the single line diagram
Protection study | relay settings, clearance times and the grading between them | before the substation is energised
Cable schedule | routes, types, lengths and the gland used at each end | in step with the installation drawings
Control philosophy | who or what decides each action, and what the operator may override | before software is written
Alarm review | each alarm, its priority and the answer expected of the operator | before the factory test of the software
Cyber security plan | zones, conduits and the way in which remote support is let in and shut out | prior to any connection from outside
Hazard study | deviations, causes and safeguards found by the team, line by line | in two rounds, at concept and at detail
Lifting plan | loads, radii and ground pressures for every lift above five tonnes | two weeks ahead of the lift
Welding dossier | procedures, qualifications and the record of each tested joint | as sections of pipe are completed
Coating register | surface preparation, humidity and film thickness room by room | weekly while painting goes on
Commissioning sequence | the order in which systems are filled, flushed, energised and proven | half a year before first water
Training syllabus | what each grade of operator has to know and how it is examined | one quarter before handover
Operating manual | normal running, abnormal running and safe shutdown of each system | in draft before the trial begins
Maintenance manual | routines, intervals, tools and the spare parts each of them uses | in draft before the trial begins
Asset register | tag, maker, serial number, price and expected life of every item | as goods arrive
Record drawings | what was in truth built, surveyed and not merely traced from the design | within a quarter of handover
`;

/** name | what is measured | how | limit */
export const TESTS = `
Leak test of tanks | the fall of level over a week | hook gauges beside an evaporation pan | a fall greater than the allowance for evaporation plus two millimetres
Pressure test of mains | the drop of pressure after stabilisation | calibrated recorders at both ends | any visible leak at a joint
Pump performance | head, flow and power at five points | a calibrated flow meter and torque shaft | efficiency below the curve offered in the tender
Vibration survey | velocity at each bearing housing | portable analyser in three directions | a reading in the zone that the standard calls unacceptable
Screen headloss | the difference of level across each panel | ultrasonic sensors and a staff gauge | blinding that the wash cannot clear
Flotation clarity | turbidity of the clarified water | bench instrument and online analyser compared | more than one reading in twenty above the target
Filter ripening | particles in the filtrate after a wash | laser counter on each vessel | a ripening period longer than the design states
Silt density | the plugging of a fine membrane | the standard kit, three times daily | an index above the warranty of the membrane maker
Salt rejection | conductivity of permeate train by train | handheld and fixed probes | a vessel that stands out from its neighbours
Boron removal | boron in the blended product | accredited laboratory on paired samples | a result above the regulatory value
Specific energy | power drawn for each unit of water made | revenue meters read every quarter of an hour | consumption beyond the guarantee after correction for temperature
Brine dilution | salinity on a ring around the diffuser | a survey vessel at slack water | a plume that reaches the protected bed
Dose control | chlorine at the outlet while flow is stepped | grab samples every five minutes | a swing wider than the agreed band
Remineralised water | alkalinity, hardness and pH over a month | daily laboratory work | corrosive water on more than one day
Tank disinfection | bacteria after filling and standing | sterile bottles in the presence of the inspector | growth in any sample
Black start | time from darkness to first pump | a stopwatch and the event log | critical plant without supply beyond the design time
Transfer of supply | continuity when one transformer is tripped | disturbance recorders | a motor that fails to ride through
Earth resistance | the resistance of the buried mesh | fall of potential method in dry weather | a value that would endanger a person at the fence
Loop check | each signal from instrument to screen | two people and a signed sheet | a mismatch of tag, range or unit
Alarm flood | alarms raised in ten minutes after a trip | the journal of the server | more alarms than an operator can read
Cyber test | the answer of the network to probing | independent testers under escort | a way in that was not declared
Fire alarm | audibility and cause and effect | sound meter and witnessed trigger | a zone that stays silent
Ventilation | air changes in rooms with gas | anemometer at each grille | fewer changes than the fire strategy assumes
Trial running | availability of the whole works for a month | production records and the event log | an interruption whose cause is in the works
`;

/** title | leads | must have | reports to */
export const ROLES = `
Project director | the relation with the Authority and the use of the Contractor's resources | fifteen years in marine or process works and a record of finished desalination plants | the board of the Contractor
Construction manager | all labour, plant and temporary works within the fence | charge of at least two sites with more than three hundred people | the project director
Design manager | the engineers of every discipline and the register of their drawings | chartered standing and experience of design under a single contract | the project director
Process lead | the guarantees of quality and energy and the models behind them | published or audited work on membrane systems | the design manager
Marine engineer | the intake, the outfall and every vessel on hire | a diving supervisor's ticket or equal knowledge | the construction manager
Electrical lead | supply, protection and the permits to energise | authorisation at the voltage of the substation | the design manager
Controls lead | software, networks and their testing | two plants of similar count of signals brought into service | the design manager
Safety adviser | inspections, inquiries and the stopping of unsafe work | a diploma recognised by the labour inspectorate | the board of the Contractor, and not to anyone on site
Environmental officer | watching of noise, dust, turbidity and wildlife | training as a biologist or marine scientist | the safety adviser
Quality manager | audits, inspections and the closing of defects | certification as lead auditor | the project director
Planner | the programme, its logic and its monthly forecast | five years with networks of more than four thousand activities | the construction manager
Commercial manager | valuations, changes and the flow of payments down the chain | membership of a surveyors' institution | the project director
Commissioning manager | filling, flushing, energising and proving of systems | three process plants handed over | the project director
Document controller | issue, receipt and safe keeping of every record | fluency with the system named by the Authority | the quality manager
Community liaison officer | neighbours, schools, fishermen and the press | residence in the district or long work there | the project director
Training coordinator | courses, examinations and certificates for operators | experience of teaching adults at the machine | the commissioning manager
`;

/** other party | what is shared | care */
export const INTERFACES = `
Port of Kestrel Bay | the access channel and the berth used by barges | movements are announced a day ahead and yield to the ferry
Grid operator | the high voltage cable, its ducts and its metering | outages are booked by the quarter and cannot be moved at short notice
City mains department | the connection to the ring main and the flow meter in its chamber | the valve is turned by city staff only
Highways office | the junction at the southern gate and its signals | night closures need the consent of the police
Fisheries board | the mooring field north of the outfall | survey buoys carry lights and a radar mark
Nature reserve | the dunes east of the seawall | fences are walked by a warden every Friday
Gas supplier | the pipeline to the standby engines | purging is witnessed by the supplier's inspector
Telecommunications carrier | two fibre routes entering from opposite sides | neither route passes through the same trench as power
Rescue service | the hydrants, the refuge area and the helicopter approach | drills are held jointly each spring
Neighbouring cement works | the private road and the weighbridge | dust and traffic are reviewed at a monthly meeting
Public health inspectorate | sampling points and their locked boxes | samples are split so that each side can test
Coastguard | the exclusion zone around divers | notices to mariners are issued through its office only
`;

/** routine | interval | steps */
export const ROUTINES = `
Velocity cap inspection | every spring | divers photograph the bars, measure growth and remove what is thicker than a thumb
Culvert pigging | once a year | the line is isolated, a soft pig is driven through and the spoil is weighed
Pump bearing change | after sixteen thousand hours | the set is withdrawn, aligned with a laser and proven for a day
Screen chain tensioning | monthly | slack is measured, links are lubricated and worn sprockets reported
Media topping | every second year | bed depth is sounded and fresh sand is placed and washed
Cartridge replacement | when headloss reaches the set value | used elements are counted, bagged and sent for recycling
Membrane autopsy | one element a year | the element is cut open and its foulant named by a laboratory
Exchanger overhaul | after four years of service | rotors are drawn, clearances taken and ceramics examined
Limestone filling | weekly in summer | the hopper is topped by conveyor and dust filters are shaken
Generator exercise | every fortnight | engines carry load for an hour and oil is sampled
Relay testing | every third year | settings are injected and the trip is timed
Battery discharge | annually | banks are run down under supervision and weak blocks replaced
Analyser calibration | each Monday | standards are run and drift is plotted
Valve stroking | twice a year | each actuator is driven through its travel and its time noted
Roof and gutter survey | before winter | outlets are cleared and membranes checked for ponding
Revetment survey | after any severe storm | displaced rock is mapped from the air and put back
`;

export const rows = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()));
